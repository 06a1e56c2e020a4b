using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Pools;
using ActorMft.Domain.Resources;
using ActorMft.Node.Remotes;
using ActorMft.Node.Sessions;
using ActorMft.Node.Settings;
using ActorMft.Sftp;
using ActorMft.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Remotes;

/// <summary>What a real sshd sees of a node whose lease runs out.</summary>
public sealed class LapsedLeaseTests : IAsyncLifetime
{
    private const int Cap = 4;

    private readonly FakeMessenger _messenger = new();
    private readonly FixedCatalog _catalog = new();
    private readonly OutboundSockets _sockets = new();
    private RemoteConnections _connections = null!;
    private LeaseHold _hold = Holds.Lasting();
    private readonly Workspace _workspace = new();
    private SshdServer _sshd = null!;

    public async Task InitializeAsync()
    {
        _messenger.Answer = (_, _) => new SlotReply(SlotStatus.Granted, 0, Reason: null);
        _sshd = new SshdServer(_workspace);
        await _sshd.StartAsync();
        Declare(_sshd.Port);
        var connector = new RemoteConnector(_messenger, new OpenSecrets(), _sockets, new RemoteSettings(), TimeProvider.System, NullLoggerFactory.Instance);
        _connections = new RemoteConnections(
            _catalog,
            connector,
            _messenger,
            new ThisNode("node-1", () => _hold.Incarnation, id => id),
            () => _hold.IsHeld ? _hold : null,
            (_, _) => Task.FromResult<PoolRow?>(null),
            TimeProvider.System,
            NullLogger<RemoteConnections>.Instance);
    }

    public async Task DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _sshd.DisposeAsync();
        _workspace.Dispose();
    }

    [Fact]
    public async Task Idle_and_busy_connections_are_gone_at_the_server_as_soon_as_the_lease_has_lapsed()
    {
        var idle = await RentAsync();
        var busy = await RentAsync();
        var file = await busy.Connection.Files.OpenAsync(
            SftpPath.Combine(busy.Connection.LoginDirectory, "upload"), SftpOpenFlags.Write | SftpOpenFlags.Create, default, CancellationToken.None);
        var writing = WriteForeverAsync(file);
        await idle.DisposeAsync();
        Established().ShouldBe(2);

        _hold.End();

        _sockets.Open.ShouldBe(0);
        Established().ShouldBe(0);
        await Should.ThrowAsync<SftpException>(() => writing);
        busy.Break();
        await busy.DisposeAsync();

        _hold = Holds.Lasting(_hold.Incarnation);
        await using var next = await RentAsync();
        Established().ShouldBe(1);
    }

    [Fact]
    public async Task Login_under_way_is_broken_off_and_its_slot_given_back()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        Declare(((IPEndPoint)silent.LocalEndpoint).Port);
        using var cancel = new CancellationTokenSource();
        var rent = _connections.RentAsync("acme", "bank", "invoices", TimeSpan.FromHours(1), cancel.Token);
        using var peer = await silent.AcceptSocketAsync();

        _hold.End();

        _sockets.Open.ShouldBe(0);
        await Should.ThrowAsync<SocketException>(async () =>
        {
            var buffer = new byte[1024];
            while (await peer.ReceiveAsync(buffer) > 0)
            {
            }
        });
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (_messenger.Of<ReleaseSlot>().Count == 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        rent.IsCompleted.ShouldBeFalse();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => rent);
    }

    [Fact]
    public async Task Connection_given_back_for_good_has_left_the_server_before_its_slot_is_given_back()
    {
        var counts = new List<int>();
        _messenger.Refuse = message =>
        {
            if (message is ReleaseSlot)
            {
                counts.Add(Established());
            }
        };
        foreach (var lease in new[] { await RentAsync(), await RentAsync(), await RentAsync() })
        {
            lease.Break();
            await lease.DisposeAsync();
        }

        counts.ShouldBe([2, 1, 0]);
    }

    private static async Task WriteForeverAsync(ISftpFile file)
    {
        var block = new byte[256 * 1024];
        for (var offset = 0L; ; offset = (offset + block.Length) % (64L << 20))
        {
            await file.WriteAsync(offset, new ReadOnlySequence<byte>(block), CancellationToken.None);
        }
    }

    private Task<RemoteLease> RentAsync() =>
        _connections.RentAsync("acme", "bank", "invoices", TimeSpan.FromHours(1), CancellationToken.None);

    /// <summary>
    /// Connections that the kernel counts as established on the server's port, at the server's end. A reading of the table may have some twice, or
    /// miss some, while others on the machine come and go.
    /// </summary>
    private int Established() => Enumerable.Range(0, 3).Max(_ => EstablishedOnce());

    private int EstablishedOnce()
    {
        var port = ":" + _sshd.Port.ToString("X4", CultureInfo.InvariantCulture);
        return File.ReadLines("/proc/net/tcp").Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields[1].EndsWith(port, StringComparison.Ordinal) && fields[3] == "01")
            .DistinctBy(fields => fields[2])
            .Count();
    }

    private void Declare(int port) => _catalog.Declare(
        new RemoteSpec
        {
            Organization = "acme",
            Name = "bank",
            Host = "127.0.0.1",
            Port = port,
            Username = SshdServer.UserName,
            MaxConnections = Cap,
            Auth = new RemoteAuth { PrivateKey = new Secret { Sealed = File.ReadAllText(_workspace.KeyFile) } },
        },
        new RemoteFacts(_sshd.HostKeyFingerprint(), OfferedHostKey: null, DisabledReason: null));
}
