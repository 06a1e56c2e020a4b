using ActorMft.Domain.Resources;
using ActorMft.Node.Mounts;
using ActorMft.Node.Remotes;
using ActorMft.Sftp;

namespace ActorMft.Node.Tests.Mounts;

public sealed class MountConnectionTests : IAsyncDisposable
{
    private static readonly CancellationToken _none = CancellationToken.None;

    private readonly ManualTime _time = new();
    private readonly List<bool> _givenBack = [];
    private readonly MountConnection _connection;
    private RemoteException? _failure;
    private int _rented;

    public MountConnectionTests() => _connection = new MountConnection(RentAsync, landing => SftpPath.Combine(landing, "outgoing"), _time);

    [Fact]
    public async Task Operations_share_one_connection_which_goes_back_after_a_while_of_rest()
    {
        var first = await _connection.UseAsync(MountRoute.Start, _none);
        var second = await _connection.UseAsync(MountRoute.Start, _none);
        _rented.ShouldBe(1);
        first.PathOf("/a.csv").ShouldBe("/home/acme/outgoing/a.csv");
        first.Dispose();
        _time.Advance(TimeSpan.FromMinutes(5));
        _givenBack.ShouldBeEmpty();
        second.Dispose();
        _time.Advance(TimeSpan.FromSeconds(4));
        _givenBack.ShouldBeEmpty();
        _time.Advance(TimeSpan.FromSeconds(2));
        _givenBack.ShouldBe([false]);

        (await _connection.UseAsync(MountRoute.Start, _none)).Dispose();
        _rented.ShouldBe(2);
    }

    [Fact]
    public async Task Broken_connection_ends_with_its_last_user_and_the_next_operation_gets_another()
    {
        var other = await _connection.UseAsync(MountRoute.Start, _none);
        var broken = await _connection.UseAsync(MountRoute.Start, _none);
        broken.Break();
        broken.Dispose();
        _givenBack.ShouldBeEmpty();

        using var next = await _connection.UseAsync(MountRoute.Start, _none);
        _rented.ShouldBe(2);
        other.Dispose();
        _givenBack.ShouldBe([true]);
    }

    [Fact]
    public async Task Failure_is_remembered_for_a_moment_and_no_longer()
    {
        _failure = new RemoteException(ConnectStep.Tcp, "refused", isTransient: true);
        await Should.ThrowAsync<RemoteException>(() => _connection.UseAsync(MountRoute.Start, _none).AsTask());
        await Should.ThrowAsync<RemoteException>(() => _connection.UseAsync(MountRoute.Start, _none).AsTask());
        _rented.ShouldBe(1);

        _failure = null;
        _time.Advance(TimeSpan.FromSeconds(2));
        (await _connection.UseAsync(MountRoute.Start, _none)).Dispose();
        _rented.ShouldBe(2);
    }

    [Fact]
    public async Task Mount_that_is_gone_ends_what_is_under_way_and_begins_nothing()
    {
        var use = await _connection.UseAsync(MountRoute.Start, _none);
        await _connection.DisposeAsync();
        _givenBack.ShouldBe([true]);
        use.Dispose();
        await Should.ThrowAsync<OperationCanceledException>(() => _connection.UseAsync(MountRoute.Start, _none).AsTask());
        _givenBack.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Partner_is_told_that_all_connections_are_in_use_and_nothing_of_addresses_or_logins()
    {
        await using var mount = new MountPoint(new MountSpec { Name = "window" }, "/bank", _connection, "0123456789abcdef", () => MountRoute.Start);
        _failure = new RemoteException(ConnectStep.Slot, "No connection to 'acme/bank' became free within 15 s.", isTransient: true);
        (await Should.ThrowAsync<SftpException>(() => mount.UseAsync(_none).AsTask())).Message.ShouldContain("became free within 15 s");

        _time.Advance(TimeSpan.FromSeconds(2));
        _failure = new RemoteException(ConnectStep.Authentication, "10.0.0.9:22 refused the login 'secret-login'", isTransient: false);
        var refusal = await Should.ThrowAsync<SftpException>(() => mount.UseAsync(_none).AsTask());
        refusal.Message.ShouldContain("it refuses the login");
        refusal.Message.ShouldNotContain("secret-login");
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private Task<RemoteLease> RentAsync(CancellationToken cancellationToken)
    {
        _rented++;
        return _failure is null
            ? Task.FromResult(new RemoteLease(new Standing(), isBroken =>
            {
                _givenBack.Add(isBroken);
                return ValueTask.CompletedTask;
            }))
            : Task.FromException<RemoteLease>(_failure);
    }

    private sealed class Standing : IRemoteConnection
    {
        public RemoteSpec Spec { get; } = new();

        public ISftpFileSystem Files => throw new NotSupportedException();

        public string LoginDirectory => "/home/acme";

        public string ServerIdent => "SSH-2.0-fake";

        public string HostKey => "SHA256:fake";

        public string Algorithms => "none";

        public bool IsAlive => true;

        public void Tell(MountRoute route)
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
