using ActorMft.Domain.Catalog;
using ActorMft.Domain.Resources;
using ActorMft.Node.Remotes;
using ActorMft.Node.Settings;
using ActorMft.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Remotes.Proxies;

/// <summary>A real sshd behind proxies that others wrote.</summary>
public sealed class RealProxyTests : IAsyncLifetime
{
    private readonly Workspace _workspace = new();
    private readonly OutboundSockets _sockets = new();
    private readonly RemoteConnector _connector;
    private readonly SshdServer _sshd;
    private readonly List<PassedStep> _steps = [];

    public RealProxyTests()
    {
        _sshd = new SshdServer(_workspace);
        _connector = new RemoteConnector(new FakeMessenger(), new OpenSecrets(), _sockets, new RemoteSettings(), TimeProvider.System, NullLoggerFactory.Instance);
    }

    public Task InitializeAsync() => _sshd.StartAsync("LogLevel VERBOSE");

    public async Task DisposeAsync()
    {
        await _sshd.DisposeAsync();
        _workspace.Dispose();
    }

    [Fact]
    public async Task Http_proxy_with_a_login_carries_the_connection()
    {
        await using var proxy = await RealProxy.HttpAsync(_workspace, _sshd.Port);

        await ShouldCarryAsync(With(ProxyType.Http, proxy) with { Host = "localhost" });

        proxy.Log.ShouldContain($"CONNECT localhost:{_sshd.Port}");
    }

    [Fact]
    public async Task Socks_5_proxy_with_a_login_carries_the_connection_and_finds_the_name()
    {
        await using var proxy = await RealProxy.Socks5Async();

        await ShouldCarryAsync(With(ProxyType.Socks5, proxy) with { Host = "localhost" });

        _sshd.Log.ShouldContain("Connection from 127.0.0.9");
        proxy.Log.ShouldContain($"localhost:{_sshd.Port}");
    }

    [Fact]
    public async Task Connections_come_from_the_bind_address_towards_the_server_and_towards_a_proxy()
    {
        await using var proxy = await RealProxy.Socks5Async();

        await using (await ConnectAsync(Spec() with { BindAddress = "127.0.0.5" }))
        {
            _sshd.Log.ShouldContain("Connection from 127.0.0.5");
        }

        await using (await ConnectAsync(With(ProxyType.Socks5, proxy) with { BindAddress = "127.0.0.6" }))
        {
            proxy.Log.ShouldContain(" 127.0.0.6: connected to");
            _sshd.Log.ShouldNotContain("Connection from 127.0.0.6");
        }

        var failure = await FailureAsync(With(ProxyType.Socks5, proxy) with { BindAddress = "192.0.2.77" });
        failure.Step.ShouldBe(ConnectStep.Tcp);
        failure.Message.ShouldContain("doesn't have that address");
    }

    [Theory]
    [InlineData(ProxyType.Socks4, "localhost")]
    [InlineData(ProxyType.Socks4, "127.0.0.1")]
    [InlineData(ProxyType.Socks4a, "localhost")]
    [InlineData(ProxyType.Socks5, "localhost")]
    public async Task Socks_of_every_version_is_understood_by_openssh(ProxyType type, string host)
    {
        await using var proxy = await RealProxy.OpenSshAsync(_workspace, _sshd);
        var spec = With(type, proxy) with { Host = host };

        await ShouldCarryAsync(spec with { Proxy = spec.Proxy! with { Username = null, Password = null } });
    }

    [Fact]
    public async Task Http_proxys_refusals_are_told_in_its_words_and_with_the_remedy()
    {
        await using var proxy = await RealProxy.HttpAsync(_workspace, _sshd.Port);
        var spec = With(ProxyType.Http, proxy);

        await ShouldFailAsync(spec with { Proxy = spec.Proxy! with { Username = null, Password = null } }, isTransient: false, "wants a login", "407", "proxy.username");
        await ShouldFailAsync(spec with { Proxy = spec.Proxy! with { Password = new Secret { Sealed = "wrong-password" } } }, isTransient: false, "refused the login 'acme'", "401", "proxy.password");
        await ShouldFailAsync(spec with { Port = LoopbackPort.Free() }, isTransient: false, "does not allow connections", "403");
        await _sshd.StopAsync();
        await ShouldFailAsync(spec, isTransient: true, "could not connect to 127.0.0.1", "500");
    }

    [Fact]
    public async Task Socks_5_proxys_refusals_are_told_with_the_remedy()
    {
        await using var proxy = await RealProxy.Socks5Async();
        var spec = With(ProxyType.Socks5, proxy);

        await ShouldFailAsync(spec with { Proxy = spec.Proxy! with { Username = null, Password = null } }, isTransient: false, "wants a login", "proxy.username");
        await ShouldFailAsync(spec with { Proxy = spec.Proxy! with { Password = new Secret { Sealed = "wrong-password" } } }, isTransient: false, "refused the login 'acme'", "proxy.password");
        await ShouldFailAsync(spec with { Port = LoopbackPort.Free() }, isTransient: true, "could not connect to 127.0.0.1", "code 5: connection refused");
        await ShouldFailAsync(spec with { Host = "no-such-host.invalid" }, isTransient: true, "could not connect to no-such-host.invalid", "code");
    }

    [Fact]
    public async Task Proxy_that_is_away_or_is_no_proxy_is_told_apart_from_the_server()
    {
        var free = LoopbackPort.Free();
        var away = await FailureAsync(Spec() with { Proxy = new ProxySpec { Type = ProxyType.Socks5, Host = "127.0.0.1", Port = free } });
        away.Step.ShouldBe(ConnectStep.Tcp);
        away.Message.ShouldContain($"the SOCKS 5 proxy 127.0.0.1:{free}");
        away.Message.ShouldContain("proxy.port");

        var unknown = await FailureAsync(Spec() with { Proxy = new ProxySpec { Type = ProxyType.Http, Host = "no-such-proxy.invalid", Port = 3128 } });
        unknown.Step.ShouldBe(ConnectStep.NameLookup);
        unknown.Message.ShouldContain("no-such-proxy.invalid");
        unknown.Message.ShouldContain("proxy.host");

        foreach (var type in Enum.GetValues<ProxyType>())
        {
            // An SSH server is asked to be a proxy.
            await ShouldFailAsync(Spec() with { Proxy = new ProxySpec { Type = type, Host = "127.0.0.1", Port = _sshd.Port } }, isTransient: false, "doesn't speak", "proxy.type");
        }
    }

    private RemoteSpec With(ProxyType type, ForegroundServer proxy) => Spec() with
    {
        Proxy = new ProxySpec { Type = type, Host = "127.0.0.1", Port = proxy.Port, Username = RealProxy.UserName, Password = new Secret { Sealed = RealProxy.Password } },
    };

    private RemoteSpec Spec() => new()
    {
        Organization = "acme",
        Name = "bank",
        Host = "127.0.0.1",
        Port = _sshd.Port,
        Username = SshdServer.UserName,
        Auth = new RemoteAuth { PrivateKey = new Secret { Sealed = File.ReadAllText(_workspace.KeyFile) } },
        HostKeyPolicy = HostKeyPolicy.AcceptAny,
    };

    private async Task ShouldCarryAsync(RemoteSpec spec)
    {
        await using (var connection = await ConnectAsync(spec))
        {
            connection.LoginDirectory.ShouldBe(_sshd.Home);
        }

        _steps.Select(step => step.Step).ShouldBe(
        [
            ConnectStep.Settings, ConnectStep.NameLookup, ConnectStep.Tcp, ConnectStep.Proxy, ConnectStep.KeyExchange, ConnectStep.HostKey,
            ConnectStep.Authentication, ConnectStep.Subsystem,
        ]);
        _sockets.Open.ShouldBe(0);
    }

    private async Task ShouldFailAsync(RemoteSpec spec, bool isTransient, params string[] says)
    {
        var failure = await FailureAsync(spec);
        failure.Step.ShouldBe(ConnectStep.Proxy, failure.Message);
        failure.IsTransient.ShouldBe(isTransient, failure.Message);
        says.ShouldAllBe(part => failure.Message.Contains(part, StringComparison.Ordinal), failure.Message);
        failure.Message.ShouldNotContain("wrong-password");
        failure.Message.ShouldNotContain(RealProxy.Password);
        _sockets.Open.ShouldBe(0);
    }

    private Task<RemoteException> FailureAsync(RemoteSpec spec) => Should.ThrowAsync<RemoteException>(() => ConnectAsync(spec));

    private Task<IRemoteConnection> ConnectAsync(RemoteSpec spec) => _connector.ConnectAsync(
        new CatalogEntry(spec, Revision: 1, Remote: null), Holds.Lasting(), new ConnectTrace(TimeProvider.System, _steps.Add), CancellationToken.None);
}
