using System.Net.Sockets;
using System.Text;
using ActorMft.Domain.Resources;
using ActorMft.Node.Remotes;
using ActorMft.Node.Remotes.Proxies;
using ActorMft.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace ActorMft.Node.Tests.Remotes.Proxies;

/// <summary>What real proxies don't do on request: every code, every malformed and every unfriendly answer.</summary>
public sealed class ProxyConnectorTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(ProxyType.Http, "CONNECT far.example:22 HTTP/1.1\r\nHost: far.example:22\r\nProxy-Authorization: Basic YWNtZTpww7Rzc3dk\r\n\r\n", "HTTP/1.0 200 Yes\r\nA: b\r\n\r\n")]
    [InlineData(ProxyType.Http, "CONNECT far.example:22 HTTP/1.1\r\nHost: far.example:22\r\nProxy-Authorization: Basic YWNtZTpww7Rzc3dk\r\n\r\n", "HTTP/1.1 200\n\n")]
    [InlineData(ProxyType.Socks4a, "\x04\x01\x00\x16\x00\x00\x00\x01" + "acme\0far.example\0", "\x00\x5A\x01\x02\x03\x04\x05\x06")]
    [InlineData(ProxyType.Socks5, "\x05\x02\x00\x02|\x01\x04" + "acme\x07p\u00C3\u00B4sswd|\x05\x01\x00\x03\x0B" + "far.example\x00\x16", "\x05\x02|\x01\x00|\x05\x00\x00\x03\x03" + "abc\x01\x02")]
    [InlineData(ProxyType.Socks5, "\x05\x02\x00\x02|\x05\x01\x00\x03\x0B" + "far.example\x00\x16", "\x05\x00|\x05\x00\x00\x04" + "0123456789abcdef\x01\x02")]
    public async Task Request_is_exactly_so_and_what_follows_the_answer_stays_for_the_server(ProxyType type, string asked, string answered)
    {
        var questions = asked.Split('|').Select(Encoding.Latin1.GetBytes).ToArray();
        var answers = answered.Split('|').Select(Encoding.Latin1.GetBytes).ToArray();
        answers[^1] = [.. answers[^1], .. "SSH-2.0-x"u8];

        var (client, stream) = await ConnectAsync(Login(type, "p\u00F4sswd"), questions, answers);

        using (client)
        {
            var rest = new byte[9];
            await stream.ReadExactlyAsync(rest);
            rest.ShouldBe("SSH-2.0-x"u8.ToArray());
        }
    }

    [Theory]
    [InlineData(ProxyType.Socks4a, "\x00\x5B\0\0\0\0\0\0", "code 91", true)]
    [InlineData(ProxyType.Socks4a, "\x00\x5C\0\0\0\0\0\0", "code 92", false)]
    [InlineData(ProxyType.Socks4a, "\x00\x5D\0\0\0\0\0\0", "code 93", false)]
    [InlineData(ProxyType.Socks4a, "\x00\x07\0\0\0\0\0\0", "(7)", true)]
    [InlineData(ProxyType.Socks4a, "HTTP/1.0 400", "doesn't speak SOCKS 4a", false)]
    [InlineData(ProxyType.Socks5, "\x05\xFF", "accepts neither a login with user name and password nor none", false)]
    [InlineData(ProxyType.Socks5, "\x05\x01", "login method 1", false)]
    [InlineData(ProxyType.Socks5, "\x05\x02\x01\x09", "refused the login 'acme' (code 9)", false)]
    [InlineData(ProxyType.Socks5, "\x05\x00\x05\x01\x00\x01", "general failure", true)]
    [InlineData(ProxyType.Socks5, "\x05\x00\x05\x02\x00\x01", "not allowed by ruleset", false)]
    [InlineData(ProxyType.Socks5, "\x05\x00\x05\x03\x00\x01", "network unreachable", true)]
    [InlineData(ProxyType.Socks5, "\x05\x00\x05\x04\x00\x01", "host unreachable", true)]
    [InlineData(ProxyType.Socks5, "\x05\x00\x05\x05\x00\x01", "connection refused", true)]
    [InlineData(ProxyType.Socks5, "\x05\x00\x05\x06\x00\x01", "TTL expired", true)]
    [InlineData(ProxyType.Socks5, "\x05\x00\x05\x07\x00\x01", "command not supported", false)]
    [InlineData(ProxyType.Socks5, "\x05\x00\x05\x08\x00\x01", "address type not supported", false)]
    [InlineData(ProxyType.Socks5, "\x05\x00\x05\x00\x00\x09", "address of type 9", false)]
    [InlineData(ProxyType.Http, "HTTP/1.1 407 say passwd\r\n\r\n", "(HTTP/1.1 407 say (secret))", false)]
    [InlineData(ProxyType.Http, "HTTP/1.1 407 \x1B[2J\r\n\r\n", "407 ?[2J", false)]
    [InlineData(ProxyType.Http, "HTTP/1.1 502 Bad Gateway\r\nX: y\r\n\r\n<html>", "could not connect to far.example:22 (HTTP/1.1 502 Bad Gateway)", true)]
    [InlineData(ProxyType.Http, "HTTP/1.1 302 Found\r\n\r\n", "refused to connect to far.example:22 (HTTP/1.1 302 Found)", true)]
    [InlineData(ProxyType.Http, "HTTP/1.1 OK\r\n\r\n", "doesn't speak HTTP", false)]
    [InlineData(ProxyType.Http, "SSH-2.0-OpenSSH\r\n", "doesn't speak HTTP", false)]
    [InlineData(ProxyType.Http, "HTTP/1.1 200 OK\r\n", "ended the connection without an answer", true)]
    public async Task Answer_that_is_no_success_is_told_with_the_remedy(ProxyType type, string answer, string says, bool isTransient)
    {
        var failure = await FailureAsync(type, Encoding.Latin1.GetBytes(answer));

        failure.Step.ShouldBe(ConnectStep.Proxy);
        failure.Message.ShouldContain(says);
        failure.IsTransient.ShouldBe(isTransient, failure.Message);
        failure.Message.ShouldNotContain("passwd");
    }

    [Fact]
    public async Task Head_without_an_end_is_cut_off_at_its_limit()
    {
        var failure = await FailureAsync(ProxyType.Http, Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\n" + string.Concat(Enumerable.Repeat("X-More: and more\r\n", 10_000))));

        failure.Message.ShouldContain("longer than 16384 bytes");
    }

    [Theory]
    [InlineData(ProxyType.Http)]
    [InlineData(ProxyType.Socks4)]
    [InlineData(ProxyType.Socks5)]
    public async Task Silent_proxy_is_given_up(ProxyType type)
    {
        var silent = new TaskCompletionSource();
        await using var door = new LoopbackDoor(async (socket, _) =>
        {
            using (socket)
            {
                await silent.Task;
            }
        });
        using var client = new TcpClient("127.0.0.1", door.Port);

        var failure = await Should.ThrowAsync<RemoteException>(() =>
            ProxyConnector.ConnectAsync(client.GetStream(), Login(type, null), "127.0.0.1", 22, TimeSpan.FromMilliseconds(50), CancellationToken.None));

        silent.SetResult();
        failure.Step.ShouldBe(ConnectStep.Proxy);
        failure.IsTransient.ShouldBeTrue();
        failure.Message.ShouldContain("did not say within");
    }

    [Theory]
    [InlineData(ProxyType.Socks4, "::1", "only IPv4")]
    [InlineData(ProxyType.Socks4a, "::1", "only IPv4")]
    [InlineData(ProxyType.Socks4, "no-such-host.invalid", "socks4a or socks5")]
    public async Task Host_that_the_protocol_cannot_say_is_refused_before_anything_is_sent(ProxyType type, string host, string says)
    {
        using var nothing = new MemoryStream();

        var failure = await Should.ThrowAsync<RemoteException>(() =>
            ProxyConnector.ConnectAsync(nothing, Login(type, null), host, 22, _patience, CancellationToken.None));

        failure.Message.ShouldContain(says);
        nothing.Length.ShouldBe(0);
    }

    [Fact]
    public void Random_answers_give_nothing_but_the_refusal()
    {
        var answers =
            from type in Gen.Elements(Enum.GetValues<ProxyType>())
            from start in Gen.Elements<byte[]>([], [5, 0], [5, 2, 1, 0], [5, 0, 5, 0, 0], [0, 90], [.. "HTTP/1.1 "u8], [.. "HTTP/1.1 200 OK\r\n"u8])
            from rest in ArbMap.Default.GeneratorFor<byte[]>()
            select (type, (byte[])[.. start, .. rest]);
        Prop.ForAll(answers.ToArbitrary(), answer =>
        {
            using var stream = new AnsweringStream(answer.Item2);
            try
            {
                ProxyConnector.ConnectAsync(stream, Login(answer.type, "passwd"), "192.0.2.1", 22, _patience, CancellationToken.None).GetAwaiter().GetResult();
            }
            catch (RemoteException exception)
            {
                exception.Step.ShouldBe(ConnectStep.Proxy);
            }
        }).QuickCheckThrowOnFailure();
    }

    private static ProxyLogin Login(ProxyType type, string? password) =>
        new(new ProxySpec { Type = type, Host = "10.0.0.9", Port = 1080, Username = "acme" }, password);

    private static Task<RemoteException> FailureAsync(ProxyType type, byte[] answer) => Should.ThrowAsync<RemoteException>(async () =>
    {
        using var stream = new AnsweringStream(answer);
        await ProxyConnector.ConnectAsync(stream, Login(type, "passwd"), "far.example", 22, _patience, CancellationToken.None);
    });

    private static async Task<(TcpClient Client, NetworkStream Stream)> ConnectAsync(ProxyLogin login, byte[][] questions, byte[][] answers)
    {
        var door = new LoopbackDoor(async (socket, stop) =>
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            foreach (var (question, answer) in questions.Zip(answers))
            {
                var asked = new byte[question.Length];
                await stream.ReadExactlyAsync(asked, stop);
                if (!asked.SequenceEqual(question))
                {
                    return;
                }

                await stream.WriteAsync(answer, stop);
            }
        });
        await using (door)
        {
            var client = new TcpClient("127.0.0.1", door.Port);
            await ProxyConnector.ConnectAsync(client.GetStream(), login, "far.example", 22, _patience, CancellationToken.None);
            return (client, client.GetStream());
        }
    }

    /// <summary>Takes every write, and reads from an answer that was made before.</summary>
    private sealed class AnsweringStream(byte[] answer) : MemoryStream(answer)
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
