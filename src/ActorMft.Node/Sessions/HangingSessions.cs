using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Sessions;

/// <summary>
/// Sessions whose connection has ended while a command of theirs waits for a file system, or the database, that doesn't answer. Each holds a
/// thread, so an endpoint that has many of them lets nobody in: partners who come again and again would otherwise gather without end.
/// </summary>
/// <param name="most">Of one endpoint on this node.</param>
internal sealed partial class HangingSessions(int most, TimeProvider time, ILogger<HangingSessions> logger)
{
    /// <summary>A thread and its stack each; more than what is cut off together when a slow disk has a bad moment.</summary>
    public const int Default = 32;

    /// <summary>For what a closed connection was at to end, before its operator is told.</summary>
    private static readonly TimeSpan EndingTime = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(string Organization, string Endpoint), int> _counts = new();

    /// <summary>Whether the endpoint should let nobody in.</summary>
    public bool AreTooMany(string organization, string endpoint) => _counts.GetValueOrDefault((organization, endpoint)) >= most;

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

        var endpoint = (session.Organization, session.Endpoint);
        _counts.AddOrUpdate(endpoint, 1, static (_, count) => count + 1);
        try
        {
            await serving;
        }
        finally
        {
            if (_counts.AddOrUpdate(endpoint, 0, static (_, count) => count - 1) == 0)
            {
                _counts.TryRemove(new KeyValuePair<(string, string), int>(endpoint, 0));
            }
        }
    }

    [LoggerMessage(EventId = 3114, Level = LogLevel.Warning, Message = "The connection of {User} from {Remote} is closed, but a command of it waits for the file system or the database still; its session counts (maxSessions) until that answers")]
    private partial void LogHangs(string user, EndPoint remote);
}
