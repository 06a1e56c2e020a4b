using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Sessions;

/// <summary>
/// Sessions whose connection has ended while a command of theirs waits for a file system, or the database, that doesn't answer. Each holds a
/// thread, so a user who has many of them isn't let in: a partner who comes again and again would otherwise gather them without end.
/// </summary>
/// <param name="most">Of one user on this node.</param>
internal sealed partial class HangingSessions(int most, TimeProvider time, ILogger<HangingSessions> logger)
{
    /// <summary>A thread and its stack each; more than what is cut off together when a slow disk has a bad moment.</summary>
    public const int Default = 16;

    /// <summary>For what a closed connection was at to end, before its operator is told.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Whether the user should not be let in.</summary>
    public bool AreTooMany(string user) => _counts.GetValueOrDefault(user) >= most;

    /// <summary>
    /// Waits until a session has ended, which is when its commands have returned. The connection ends whatever they wait for; the session stays
    /// until then, and counts under the endpoint's limit.
    /// </summary>
    /// <param name="session">Whose it is.</param>
    /// <param name="remote">Where its partner was.</param>
    /// <param name="serving">The session's commands.</param>
    /// <param name="connection">Completes at the connection's end.</param>
    public async Task WaitForAsync(SessionIdentity session, EndPoint remote, Task serving, Task connection)
    {
        await Task.WhenAny(serving, connection);
        try
        {
            await serving.WaitAsync(EndingTime, time);
            return;
        }
        catch (TimeoutException) when (!serving.IsCompleted)
        {
            LogHangs(session.User, remote);
        }

        _counts.AddOrUpdate(session.User, 1, static (_, count) => count + 1);
        try
        {
            await serving;
        }
        finally
        {
            if (_counts.AddOrUpdate(session.User, 0, static (_, count) => count - 1) == 0)
            {
                _counts.TryRemove(new KeyValuePair<string, int>(session.User, 0));
            }
        }
    }

    [LoggerMessage(EventId = 3114, Level = LogLevel.Warning, Message = "The connection of {User} from {Remote} is closed, but a command of it waits for the file system or the database still; its session counts (maxSessions) until that answers")]
    private partial void LogHangs(string user, EndPoint remote);
}
