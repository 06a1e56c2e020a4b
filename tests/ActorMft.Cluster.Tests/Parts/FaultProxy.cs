using System.Collections.Concurrent;
using System.Net.Sockets;
using ActorMft.Testing;

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>
/// The line between one node and the database. It can be slow, silent in one direction or both (what was sent then arrives late, as
/// TCP sends again what was not acknowledged), cut, and lose the answer to a commit.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ProxiedLine, byte> _lines = [];
    private readonly Gate _toServer = new();
    private readonly Gate _toClient = new();
    private readonly LoopbackDoor _door;
    private volatile bool _isDown;
    private int _answersToLose;
    private int _lostAnswers;

    public FaultProxy(int serverPort)
    {
        ServerPort = serverPort;
        _door = new LoopbackDoor(ForwardAsync);
    }

    public int Port => _door.Port;

    /// <summary>Where new connections go.</summary>
    public int ServerPort { get; set; }

    /// <summary>What each piece of data waits on its way.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>How many answers to commits were lost so far.</summary>
    public int LostAnswers => Volatile.Read(ref _lostAnswers);

    /// <summary>Holds back what goes in these directions, on old connections and new ones, until it is called again without them.</summary>
    public void Hold(Direction direction)
    {
        _toServer.IsOpen = !direction.HasFlag(Direction.ToServer);
        _toClient.IsOpen = !direction.HasFlag(Direction.ToClient);
    }

    /// <summary>Cuts every connection, with a reset.</summary>
    public void Cut()
    {
        foreach (var line in _lines.Keys)
        {
            line.Cut();
        }
    }

    /// <summary>Cuts every connection and refuses new ones, until <see cref="Heal"/>.</summary>
    public void GoDown()
    {
        _isDown = true;
        Cut();
    }

    /// <summary>The next answer to a commit is not delivered; its connection is cut instead.</summary>
    public void LoseAnswer() => Interlocked.Increment(ref _answersToLose);

    /// <summary>Ends every fault.</summary>
    public void Heal()
    {
        _isDown = false;
        Delay = TimeSpan.Zero;
        Interlocked.Exchange(ref _answersToLose, 0);
        Hold(Direction.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _door.DisposeAsync();
        Heal();
        Cut();
    }

    /// <summary>Called with what the server sent: whether it is to be lost, and the connection with it.</summary>
    private bool IsToBeLost(ReadOnlySpan<byte> answer)
    {
        // The tag of a CommandComplete message is text, in every form of the protocol; a batch's answers are sent after its commit.
        if (Volatile.Read(ref _answersToLose) <= 0 || (answer.IndexOf("INSERT 0 "u8) < 0 && answer.IndexOf("COMMIT\0"u8) < 0) || Interlocked.Decrement(ref _answersToLose) < 0)
        {
            return false;
        }

        Interlocked.Increment(ref _lostAnswers);
        return true;
    }

    private async Task ForwardAsync(Socket client, CancellationToken stop)
    {
        using var line = new ProxiedLine(client);
        if (_isDown)
        {
            return;
        }

        _lines.TryAdd(line, 0);
        await line.RunAsync(
            ServerPort,
            async (direction, data) =>
            {
                if (Delay > TimeSpan.Zero)
                {
                    await Task.Delay(Delay, stop);
                }

                await (direction == Direction.ToServer ? _toServer : _toClient).PassAsync();
                return direction == Direction.ToServer || !IsToBeLost(data.Span);
            });
        _lines.TryRemove(line, out _);
    }
}
