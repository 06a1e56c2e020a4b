using System.Net;
using System.Net.Sockets;
using ActorMft.Actors;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Endpoints;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using ActorMft.Node.Engine;
using ActorMft.Node.Files;
using ActorMft.Ssh;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Sockets;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Sessions;

/// <summary>Takes one partner's connection from its login to its end: the endpoint lets it in, a session actor stands for it.</summary>
internal sealed partial class PartnerConnections(
    SshServerOptions options,
    UserAuthenticator authenticator,
    OpeningLimit opening,
    HangingSessions hanging,
    ICatalog catalog,
    IMessenger messenger,
    ThisNode node,
    SessionRegistry registry,
    SessionGuard guard,
    SessionFiles files,
    TimeProvider time,
    ILoggerFactory loggers)
{
    private readonly ILogger<PartnerConnections> _logger = loggers.CreateLogger<PartnerConnections>();

    /// <summary>Runs until the connection has ended.</summary>
    /// <param name="socket">Owned from here on.</param>
    /// <param name="remote">Whose connection it is.</param>
    /// <param name="authenticated">Called once, when the login has succeeded or failed.</param>
    /// <param name="draining">Ends the session as soon as it is at nothing.</param>
    /// <param name="cancellationToken">Breaks off a login; sessions end by their own close.</param>
    public async Task RunAsync(Socket socket, EndPoint remote, Action authenticated, CancellationToken draining, CancellationToken cancellationToken)
    {
        var login = new PartnerLogin(authenticator);
        SshServerConnection connection;
        try
        {
            connection = await SshServerConnection.AcceptAsync(
                new SocketStream(socket, ownsSocket: true),
                remote,
                options,
                login,
                loggers.CreateLogger<SshServerConnection>(),
                time,
                cancellationToken);
        }
        catch (SshException exception)
        {
            LogNoLogin(remote, exception.Message);
            return;
        }
        finally
        {
            authenticated();
        }

        if (connection.LegacyAlgorithms is { Count: > 0 } legacy)
        {
            LogLegacy(connection.UserName, remote, connection.ClientIdent, string.Join(", ", legacy));
        }

        await using (connection)
        {
            try
            {
                await HoldAsync(connection, login.PasswordHash, draining, cancellationToken);
            }
            catch (Exception exception) when (exception is StoreException or RequestFailedException)
            {
                LogNotOpened(connection.UserName, remote, exception.Message);
                await connection.CloseAsync(SshDisconnectReason.ServiceNotAvailable, "The server's database can't be reached now. Try again later.");
            }
            catch (FileStoreException exception)
            {
                LogNotOpened(connection.UserName, remote, exception.Message);
                await connection.CloseAsync(SshDisconnectReason.ServiceNotAvailable, "The server can't open your home directory now. Its operator has been told.");
            }
        }
    }

    private async Task HoldAsync(SshServerConnection connection, string? passwordHash, CancellationToken draining, CancellationToken cancellationToken)
    {
        if (catalog.Current.FindUser(connection.UserName) is not { Enabled: true, Organization: { } organization } user
            || catalog.Current.FindEndpoint(organization, user.Endpoint) is null)
        {
            await connection.CloseAsync(SshDisconnectReason.NoMoreAuthenticationMethodsAvailable, "This login is not available any more.");
            return;
        }

        if (hanging.AreTooMany(user.Name))
        {
            LogTooManyHang(user.Name, connection.RemoteEndPoint);
            await connection.CloseAsync(SshDisconnectReason.TooManyConnections, "Your files on this server can't be reached now. Its operator has been told. Try again later.");
            return;
        }

        using var place = opening.TryEnter();
        if (place is null)
        {
            LogTooManyWait(user.Name, connection.RemoteEndPoint, opening.Most);
            await connection.CloseAsync(SshDisconnectReason.TooManyConnections, "The server can't open more sessions now. Try again in a minute.");
            return;
        }

        var sessionId = node.NewSessionId(DerivedId.Create(time.GetUtcNow(), Guid.NewGuid().ToString("N")));
        var identity = new SessionIdentity(sessionId, organization, user.Endpoint, user.Name, user.Home);
        using var session = new PartnerSession(
            identity,
            () => catalog.Current.FindEndpoint(organization, user.Endpoint)?.IdleTimeout ?? TimeSpan.Zero,
            sentence => connection.CloseAsync(SshDisconnectReason.ByApplication, sentence),
            time);

        // Before the place is asked for: with it, the endpoint starts the session actor, which gives the place back when it finds no
        // connection here or the connection has ended, whatever becomes of the answer.
        registry.Add(session);
        var isIn = false;
        try
        {
            var entered = await EnterAsync(connection, identity, cancellationToken);
            if (!entered.Granted)
            {
                var refusal = entered.Reason ?? "The endpoint lets nobody in now.";
                registry.Remove(sessionId);
                LogRefused(user.Name, connection.RemoteEndPoint, refusal);
                await connection.CloseAsync(SshDisconnectReason.TooManyConnections, refusal);
                return;
            }

            isIn = true;
            place.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            var serving = Task.Run(() => ServeAsync(connection, session, user, passwordHash, draining), CancellationToken.None);
            await hanging.WaitForAsync(identity, connection.RemoteEndPoint, serving, connection.Completion);
            session.End(connection.Failure?.Message ?? "the partner disconnected");
            var reason = await session.Ended;
            LogEnded(user.Name, connection.RemoteEndPoint, session.BytesReceived, session.BytesSent, reason);
        }
        finally
        {
            session.End("the session could not be opened");
            if (isIn)
            {
                await ReportEndAsync(session);
            }
            else
            {
                registry.Remove(sessionId);
            }
        }
    }

    /// <summary>From the opening of the home on, which waits as long as its file system.</summary>
    private async Task ServeAsync(SshServerConnection connection, PartnerSession session, UserSpec user, string? passwordHash, CancellationToken draining)
    {
        await using var home = files.Open(session, user.Permissions);
        using var watch = guard.Watch(session, new SessionAccess(user, passwordHash, connection.Proof), out var objection);
        LogOpened(user.Name, session.Identity.Organization, user.Endpoint, connection.RemoteEndPoint, connection.ClientIdent);
        if (objection is null)
        {
            await SessionChannels.RunAsync(connection, session, home, time, loggers, draining);
        }
        else
        {
            await session.CloseAsync(objection);
        }
    }

    /// <summary>
    /// Tells the session actor, which gives the place back. Not by the actor's own work: that may not have begun, and this is one commit with
    /// its beginning then. While the database is away the work stays, and does it later.
    /// </summary>
    private async Task ReportEndAsync(PartnerSession session)
    {
        var isStored = false;
        try
        {
            await messenger.SendAsync(
                ActorId.Session(session.Identity.SessionId).ToEntityId(), await session.EndAsync(), requestId: null, CancellationToken.None);
            isStored = true;
            registry.Remove(session.Identity.SessionId);
        }
        catch (StoreException exception)
        {
            LogEndNotStored(session.Identity.User, exception.Message);
        }
        finally
        {
            session.EndReported(isStored);
        }
    }

    private ValueTask<EnterReply> EnterAsync(SshServerConnection connection, SessionIdentity identity, CancellationToken cancellationToken) =>
        messenger.AskPatientlyAsync<EnterReply>(
            ActorId.Endpoint(identity.Organization, identity.Endpoint).ToEntityId(),
            new EnterSession(
                identity.SessionId,
                identity.User,
                connection.RemoteEndPoint.ToString() ?? "",
                connection.ClientIdent,
                node.Name,
                node.Incarnation()),
            "enter/" + identity.SessionId,
            time,
            cancellationToken);

    [LoggerMessage(EventId = 3110, Level = LogLevel.Information, Message = "No login from {Remote}: {Reason}")]
    private partial void LogNoLogin(EndPoint remote, string reason);

    [LoggerMessage(EventId = 3111, Level = LogLevel.Error, Message = "The session of {User} from {Remote} could not be opened: {Reason}")]
    private partial void LogNotOpened(string user, EndPoint remote, string reason);

    [LoggerMessage(EventId = 3112, Level = LogLevel.Information, Message = "{User} was not let in from {Remote}: {Reason}")]
    private partial void LogRefused(string user, EndPoint remote, string reason);

    [LoggerMessage(EventId = 3117, Level = LogLevel.Warning, Message = "{User} was not let in from {Remote}: {Most} logins wait for their session already (sftp.login.waiting). The database is slow or away")]
    private partial void LogTooManyWait(string user, EndPoint remote, int most);

    [LoggerMessage(EventId = 3113, Level = LogLevel.Information, Message = "{User} of {Organization}/{Endpoint} logged in from {Remote} with {Client}")]
    private partial void LogOpened(string user, string organization, string endpoint, EndPoint remote, string client);

    [LoggerMessage(EventId = 3116, Level = LogLevel.Warning, Message = "{User} from {Remote} logged in with legacy algorithms (sftp.legacyAlgorithms): {Algorithms}. {Client} should be updated")]
    private partial void LogLegacy(string user, EndPoint remote, string client, string algorithms);

    [LoggerMessage(EventId = 3118, Level = LogLevel.Warning, Message = "{User} was not let in from {Remote}: too many closed sessions of this user wait for the file system or the database still. See to that; then they end by themselves")]
    private partial void LogTooManyHang(string user, EndPoint remote);

    [LoggerMessage(EventId = 3125, Level = LogLevel.Warning, Message = "The end of a session of {User} could not be stored yet; it counts (maxSessions) until the database answers: {Reason}")]
    private partial void LogEndNotStored(string user, string reason);

    [LoggerMessage(EventId = 3115, Level = LogLevel.Information, Message = "{User} from {Remote} has left after {Received} bytes in and {Sent} bytes out: {Reason}")]
    private partial void LogEnded(string user, EndPoint remote, long received, long sent, string reason);
}
