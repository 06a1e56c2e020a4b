using System.IO.Pipelines;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Ssh.Tests.Transport;

/// <summary>A subsystem that blocks the thread which the connection runs it on, as a call into a dead file system does.</summary>
public sealed class BlockedLoopTests : IAsyncLifetime, IDisposable
{
    private readonly ManualResetEventSlim _gate = new();
    private readonly TaskCompletionSource _blocks = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DuplexStream _serverEnd;
    private readonly DuplexStream _clientEnd;
    private SshClient _client = null!;
    private SshServerConnection _server = null!;
    private SshChannel _asking = null!;
    private SshChannel _served = null!;

    public BlockedLoopTests() => (_clientEnd, _serverEnd) = DuplexStream.CreatePair();

    public async Task InitializeAsync()
    {
        Task<SshServerConnection> accepting = EchoPair.AcceptAsync(_serverEnd);
        _client = await SshClient.ConnectAsync(_clientEnd, Defaults.Client, NullLogger.Instance, TimeProvider.System, CancellationToken.None);
        _server = await accepting;
        _asking = await _client.OpenSubsystemAsync("echo", CancellationToken.None);
        _served = (await _server.AcceptChannelAsync(CancellationToken.None))!;
    }

    [Fact]
    public async Task Connection_whose_input_is_blocked_ends_tells_the_peer_and_takes_its_subsystem_back_later()
    {
        Task serving = Serve(BlockWhenAskedAsync);
        await AskAsync();

        await _server.CloseAsync(SshDisconnectReason.ByApplication, "Your session was ended.").AsTask().WaitAsync(Defaults.Patience);

        await _client.Completion.WaitAsync(Defaults.Patience);
        _client.Failure!.Message.ShouldContain("Your session was ended.");
        serving.IsCompleted.ShouldBeFalse();
        _gate.Set();
        await serving.WaitAsync(Defaults.Patience);
    }

    [Fact]
    public async Task Connection_whose_output_is_blocked_ends_too()
    {
        Task serving = Serve(BlockWhenTheOutputGoesOnAsync);
        await AskAsync();

        await _server.CloseAsync(SshDisconnectReason.ByApplication, "Your session was ended.").AsTask().WaitAsync(Defaults.Patience);

        await _client.Completion.WaitAsync(Defaults.Patience);
        _gate.Set();
        await serving.WaitAsync(Defaults.Patience);
    }

    public async Task DisposeAsync()
    {
        _gate.Set();
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    public void Dispose()
    {
        _gate.Dispose();
        _clientEnd.Dispose();
        _serverEnd.Dispose();
    }

    /// <summary>Not in the test's own context, which would take it off the connection's thread.</summary>
    private static Task Serve(Func<Task> serve) => Task.Run(serve);

    private async Task AskAsync()
    {
        await _asking.Output.WriteAsync(new byte[100]);
        await _blocks.Task.WaitAsync(Defaults.Patience);
    }

    private async Task BlockWhenAskedAsync()
    {
        ReadResult read = await _served.Input.ReadAsync();
        Block();
        _served.Input.AdvanceTo(read.Buffer.End);
        (await _served.Output.FlushAsync()).IsCompleted.ShouldBeTrue();
        await _served.CloseAsync(0);
    }

    /// <summary>Sends more than the connection takes at once: the flush goes on on the output loop.</summary>
    private async Task BlockWhenTheOutputGoesOnAsync()
    {
        ReadResult read = await _served.Input.ReadAsync();
        _served.Input.AdvanceTo(read.Buffer.End);
        Task<ReadResult> reading = _asking.Input.ReadAsync().AsTask();
        await _served.Output.WriteAsync(new byte[1024 * 1024]);
        Block();
        (await _served.Output.FlushAsync()).IsCompleted.ShouldBeTrue();
        await _served.CloseAsync(0);
        await reading;
    }

    private void Block()
    {
        _blocks.SetResult();
        _gate.Wait();
    }
}
