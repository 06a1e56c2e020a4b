using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Resources;
using ActorMft.Node.Mounts;
using ActorMft.Node.Remotes.Proxies;
using ActorMft.Node.Secrets;
using ActorMft.Node.Settings;
using ActorMft.Sftp;
using ActorMft.Ssh;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Keys;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Remotes;

/// <summary>Makes connections to remote servers, step by step; each failure is a sentence with its step.</summary>
internal sealed partial class RemoteConnector(
    IMessenger messenger, ISecretProtector secrets, OutboundSockets sockets, RemoteSettings settings, TimeProvider time, ILoggerFactory loggers)
{
    private static readonly TimeSpan _longestTcp = TimeSpan.FromSeconds(15);

    private readonly RemoteKeys _keys = new(secrets);
    private readonly HostKeyTypes _types = new();
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
        var algorithms = OfferedAlgorithms.Of(spec);
        var check = new HostKeyCheck(remote, algorithms.HostKeys ?? [], messenger, trace);
        var options = new SshClientOptions
        {
            UserName = spec.Username,
            Password = _keys.Reveal(spec, spec.Auth.Password),
            Keys = _keys.Find(spec) is { } key ? [key] : [],
            ConnectTimeout = settings.ConnectTimeout,
            VerifyHostKey = check.VerifyAsync,
            KeepAlive = settings.KeepAlive.IntervalOrNever,
            KeepAliveCount = settings.KeepAlive.Count,
        };
        var login = spec.Proxy is { } proxy ? new ProxyLogin(proxy, _keys.Reveal(spec, proxy.Password)) : null;
        for (var dial = trace; ; dial = new ConnectTrace(time))
        {
            check.Begin();
            try
            {
                var socket = await DialAsync(spec, login, hold, dial, cancellationToken);
                return await LogInAsync(spec, socket, options with { Algorithms = algorithms with { HostKeys = _types.Offer(check) } }, check, trace, cancellationToken);
            }
            catch (RemoteException) when (check.Refusal is { } refusal)
            {
                LogRefused(spec.Organization ?? "", spec.Name, refusal);
                throw;
            }
            catch (RemoteException) when (check.WantsOtherType)
            {
                // Its keys of the other types are asked for next, by connections of which nothing is told but the outcome.
            }
            catch (RemoteException exception) when (check.HasSeenAny && exception.InnerException is SshException { Reason: SshFailure.NoCommonAlgorithm })
            {
                await check.ReportAsync(cancellationToken);
                LogRefused(spec.Organization ?? "", spec.Name, check.Refusal ?? "");
                throw check.StoreFailure as Exception ?? ConnectFailures.HostKeyChanged(check, exception);
            }
        }
    }

    /// <summary>A socket on which the server is to speak SSH.</summary>
    private async Task<OutboundSocket> DialAsync(RemoteSpec spec, ProxyLogin? login, LeaseHold hold, ConnectTrace trace, CancellationToken cancellationToken)
    {
        var socket = await RemoteDialer.ConnectAsync(
            DialTarget.Of(spec), spec.BindAddress, settings.ConnectTimeout < _longestTcp ? settings.ConnectTimeout : _longestTcp, family => sockets.Create(family, hold), trace, cancellationToken);
        try
        {
            var from = $"from {socket.Socket.LocalEndPoint}";
            if (login is not null)
            {
                trace.Begin(ConnectStep.Proxy, from);
                await using var stream = socket.OpenStream();
                await ProxyConnector.ConnectAsync(stream, login, spec.Host, spec.Port, ProxyConnector.DefaultPatience, cancellationToken);
            }

            trace.Begin(ConnectStep.KeyExchange, login is null ? from : null);
            return socket;
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
        catch (Exception exception)
        {
            socket.Dispose();
            throw check.StoreFailure ?? (exception is SshException failure ? ConnectFailures.Describe(spec, failure, check) : exception);
        }

        Tell(spec, check, ssh.HostKey);

        if (ssh.LegacyAlgorithms is { Count: > 0 } legacy)
        {
            LogLegacy(spec.Organization ?? "", spec.Name, string.Join(", ", legacy));
        }

        return await StartSftpAsync(spec, socket, ssh, trace, cancellationToken);
    }

    private async Task<RemoteConnection> StartSftpAsync(RemoteSpec spec, OutboundSocket socket, SshClient ssh, ConnectTrace trace, CancellationToken cancellationToken)
    {
        SftpClient? sftp = null;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(settings.ConnectTimeout);
        trace.Begin(ConnectStep.Subsystem, $"as '{spec.Username}'");
        try
        {
            var channel = await ssh.OpenSubsystemAsync("sftp", limit.Token);
            var options = new SftpClientOptions
            {
                ServerIdent = ssh.ServerIdent,
                OwnExtensions = [MountRoute.Extension],
                AnswerTimeout = settings.AnswerTimeout,
                TimeProvider = time,
                Logger = loggers.CreateLogger<SftpClient>(),
            };
            sftp = await SftpClient.StartAsync(channel, options, limit.Token);
            trace.Begin(ConnectStep.Directory);
            return new RemoteConnection(spec, ssh, sftp, socket, await sftp.RealPathAsync(".", limit.Token), time);
        }
        catch (Exception exception)
        {
            socket.Dispose();
            var step = sftp is null ? ConnectStep.Subsystem : ConnectStep.Directory;
            if (sftp is not null)
            {
                await sftp.DisposeAsync();
            }

            await ssh.DisposeAsync();
            throw exception is OperationCanceledException && !cancellationToken.IsCancellationRequested
                ? ConnectFailures.Silent(spec, step, settings.ConnectTimeout)
                : ConnectFailures.Describe(spec, step, exception);
        }
    }

    private void Tell(RemoteSpec spec, HostKeyCheck check, SshPublicKey key)
    {
        _types.Remember(key.Fingerprint, key.KeyType);
        if (check.AcceptedAny is { } fingerprint)
        {
            LogAcceptedAny(spec.Organization ?? "", spec.Name, fingerprint);
        }
        else if (check.Expected is null)
        {
            LogLearned(spec.Organization ?? "", spec.Name, key.Fingerprint);
        }
    }

    [LoggerMessage(EventId = 3201, Level = LogLevel.Warning, Message = "The host key {Fingerprint} of {Organization}/{Remote} was NOT compared: hostKeyPolicy is acceptAny, so anybody in between can read and change what is sent")]
    private partial void LogAcceptedAny(string organization, string remote, string fingerprint);

    [LoggerMessage(EventId = 3203, Level = LogLevel.Error, Message = "ALERT: {Organization}/{Remote} is not connected to: {Reason}")]
    private partial void LogRefused(string organization, string remote, string reason);

    [LoggerMessage(EventId = 3204, Level = LogLevel.Information, Message = "The host key {Fingerprint} of {Organization}/{Remote} was learned at the first connect; compare it with the partner's. Another one will disable the remote")]
    private partial void LogLearned(string organization, string remote, string fingerprint);

    [LoggerMessage(EventId = 3202, Level = LogLevel.Warning, Message = "The connection to {Organization}/{Remote} uses legacy algorithms (legacyAlgorithms): {Algorithms}. The partner's server should be updated")]
    private partial void LogLegacy(string organization, string remote, string algorithms);
}
