using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Resources;
using ActorMft.Node.Remotes.Proxies;
using ActorMft.Node.Secrets;
using ActorMft.Node.Settings;
using ActorMft.Sftp;
using ActorMft.Ssh;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Transport;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Remotes;

/// <summary>Makes connections to remote servers, step by step; each failure is a sentence with its step.</summary>
internal sealed partial class RemoteConnector(
    IMessenger messenger, ISecretProtector secrets, OutboundSockets sockets, KeepAliveSettings keepAlive, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan _tcpTimeout = TimeSpan.FromSeconds(15);

    private readonly RemoteKeys _keys = new(secrets);
    private readonly ILogger<RemoteConnector> _logger = loggers.CreateLogger<RemoteConnector>();

    /// <summary>Connects, checks the host key, logs in and starts SFTP.</summary>
    /// <param name="remote">The remote's entry in the catalog.</param>
    /// <param name="hold">The connection is closed when it ends.</param>
    /// <param name="trace">Is told the steps.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RemoteException">A step failed; nothing is open any more.</exception>
    /// <exception cref="StoreException">The host key could not be compared because the database is away.</exception>
    public async Task<IRemoteConnection> ConnectAsync(CatalogEntry remote, LeaseHold hold, ConnectTrace trace, CancellationToken cancellationToken)
    {
        var spec = (RemoteSpec)remote.Spec;
        trace.Begin(ConnectStep.Settings);
        var check = new HostKeyCheck(remote, messenger, trace);
        var options = new SshClientOptions
        {
            UserName = spec.Username,
            Password = _keys.Reveal(spec, spec.Auth.Password),
            Keys = _keys.Find(spec) is { } key ? [key] : [],
            VerifyHostKey = check.VerifyAsync,
            KeepAlive = keepAlive.IntervalOrNever,
            KeepAliveCount = keepAlive.Count,
            Algorithms = new SshAlgorithmPreferences { Legacy = spec.LegacyAlgorithms },
        };
        var login = spec.Proxy is { } proxy ? new ProxyLogin(proxy, _keys.Reveal(spec, proxy.Password)) : null;
        var socket = await RemoteDialer.ConnectAsync(
            DialTarget.Of(spec), spec.BindAddress, _tcpTimeout, family => sockets.Create(family, hold), trace, cancellationToken);
        try
        {
            if (login is not null)
            {
                trace.Begin(ConnectStep.Proxy, socket.Socket.LocalEndPoint is { } from ? $"from {from}" : null);
                await using var stream = socket.OpenStream();
                await ProxyConnector.ConnectAsync(stream, login, spec.Host, spec.Port, ProxyConnector.DefaultPatience, cancellationToken);
            }

            trace.Begin(ConnectStep.KeyExchange, login is null && socket.Socket.LocalEndPoint is { } local ? $"from {local}" : null);
            return await LogInAsync(spec, socket, options, check, trace, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task<RemoteConnection> LogInAsync(
        RemoteSpec spec, OutboundSocket socket, SshClientOptions options, HostKeyCheck check, ConnectTrace trace, CancellationToken cancellationToken)
    {
        SshClient ssh;
        try
        {
            ssh = await SshClient.ConnectAsync(socket.OpenStream(), options, loggers.CreateLogger<SshClient>(), time, cancellationToken);
        }
        catch (Exception) when (check.StoreFailure is not null)
        {
            throw check.StoreFailure;
        }
        catch (SshException exception)
        {
            throw Describe(spec, exception, check);
        }

        if (check.AcceptedAny is { } fingerprint)
        {
            LogAcceptedAny(spec.Organization ?? "", spec.Name, fingerprint);
        }

        if (ssh.LegacyAlgorithms is { Count: > 0 } legacy)
        {
            LogLegacy(spec.Organization ?? "", spec.Name, string.Join(", ", legacy));
        }

        return await StartSftpAsync(spec, socket, ssh, trace, cancellationToken);
    }

    private async Task<RemoteConnection> StartSftpAsync(RemoteSpec spec, OutboundSocket socket, SshClient ssh, ConnectTrace trace, CancellationToken cancellationToken)
    {
        SftpClient? sftp = null;
        trace.Begin(ConnectStep.Subsystem, $"as '{spec.Username}'");
        try
        {
            var channel = await ssh.OpenSubsystemAsync("sftp", cancellationToken);
            sftp = await SftpClient.StartAsync(channel, new SftpClientOptions { ServerIdent = ssh.ServerIdent, Logger = loggers.CreateLogger<SftpClient>() }, cancellationToken);
            trace.Begin(ConnectStep.Directory);
            return new RemoteConnection(spec, ssh, sftp, socket, await sftp.RealPathAsync(".", cancellationToken), time);
        }
        catch (Exception exception)
        {
            var step = sftp is null ? ConnectStep.Subsystem : ConnectStep.Directory;
            if (sftp is not null)
            {
                await sftp.DisposeAsync();
            }

            await ssh.DisposeAsync();
            throw exception switch
            {
                SshException failure => new RemoteException(step, $"{Address(spec)} let '{spec.Username}' in but gives no SFTP: {failure.Message} Ask the partner whether the login may use SFTP.", failure.IsTransient, failure),
                SftpException failure when sftp is null => new RemoteException(step, $"{Address(spec)} let '{spec.Username}' in, but what answers there doesn't speak SFTP: {failure.Message} Ask the partner whether the login may use SFTP.", isTransient: true, failure),
                SftpException failure => new RemoteException(step, $"{Address(spec)} let '{spec.Username}' in, but the login's directory can't be opened: {failure.Message} Ask the partner to check the login's home directory and its permissions.", isTransient: true, failure),
                _ => exception,
            };
        }
    }

    private static RemoteException Describe(RemoteSpec spec, SshException exception, HostKeyCheck check)
    {
        var step = check.WasAsked ? ConnectStep.Authentication : ConnectStep.KeyExchange;
        return exception.Reason switch
        {
            SshFailure.HostKeyRefused => new RemoteException(ConnectStep.HostKey, check.Refusal ?? exception.Message, isTransient: true, exception),
            SshFailure.AuthenticationFailed => new RemoteException(ConnectStep.Authentication, $"{Address(spec)} refused the login '{spec.Username}': {exception.Message} Check the user name and the password or key with the partner, and apply the remote again.", isTransient: false, exception),
            SshFailure.NoCommonAlgorithm => new RemoteException(ConnectStep.KeyExchange, $"{Address(spec)} and this node have no algorithm in common: {exception.Message} The partner's server has to offer a current one{(spec.LegacyAlgorithms ? "" : "; if it can't, legacyAlgorithms: true offers old ones")}.", isTransient: false, exception),
            SshFailure.Timeout => new RemoteException(step, $"{Address(spec)} took too long to answer: {exception.Message}", isTransient: true, exception),
            SshFailure.Protocol => new RemoteException(step, $"What answers at {Address(spec)} doesn't speak SSH as it should: {exception.Message} Check the remote's host and port.", isTransient: true, exception),
            _ => new RemoteException(step, $"The connection to {Address(spec)} ended before the login: {exception.Message}", isTransient: true, exception),
        };
    }

    private static string Address(RemoteSpec spec) => $"{spec.Host}:{spec.Port}";

    [LoggerMessage(EventId = 3201, Level = LogLevel.Warning, Message = "The host key {Fingerprint} of {Organization}/{Remote} was NOT compared: hostKeyPolicy is acceptAny, so anybody in between can read and change what is sent")]
    private partial void LogAcceptedAny(string organization, string remote, string fingerprint);

    [LoggerMessage(EventId = 3202, Level = LogLevel.Warning, Message = "The connection to {Organization}/{Remote} uses legacy algorithms (legacyAlgorithms): {Algorithms}. The partner's server should be updated")]
    private partial void LogLegacy(string organization, string remote, string algorithms);
}
