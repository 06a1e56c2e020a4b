using ActorMft.Domain.Resources;
using ActorMft.Sftp;
using ActorMft.Ssh;

namespace ActorMft.Node.Remotes;

/// <summary>What the layers below say, made a sentence for the operator: the step, the cause, the remedy.</summary>
internal static class ConnectFailures
{
    /// <summary>A failure from the first byte of SSH to the login.</summary>
    public static RemoteException Describe(RemoteSpec spec, SshException exception, HostKeyCheck check)
    {
        var step = check.WasAsked ? ConnectStep.Authentication : ConnectStep.KeyExchange;
        return exception.Reason switch
        {
            SshFailure.HostKeyRefused => new RemoteException(ConnectStep.HostKey, check.Refusal ?? exception.Message, isTransient: true, exception),
            SshFailure.AuthenticationFailed => new RemoteException(ConnectStep.Authentication, $"{Address(spec)} refused the login '{spec.Username}': {exception.Message} Check the user name and the password or key with the partner, and apply the remote again.", isTransient: false, exception),
            SshFailure.NoCommonAlgorithm => new RemoteException(ConnectStep.KeyExchange, $"{Address(spec)} and this node have no algorithm in common: {exception.Message} {NoCommonRemedy(spec)}", isTransient: false, exception),
            SshFailure.Timeout => new RemoteException(step, $"{Address(spec)} took too long to answer: {exception.Message} Check the remote's host and port, and ask the partner whether the server is well.", isTransient: true, exception),
            SshFailure.Protocol => new RemoteException(step, $"What answers at {Address(spec)} doesn't speak SSH as it should: {exception.Message} Check the remote's host and port.", isTransient: true, exception),
            _ => new RemoteException(step, $"The connection to {Address(spec)} ended before the login: {exception.Message} The server may be full, or refuse this node's address; it is tried again.", isTransient: true, exception),
        };
    }

    /// <summary>The server showed keys of all of its types, and none is the one on record.</summary>
    public static RemoteException HostKeyChanged(HostKeyCheck check, RemoteException exception) =>
        new(ConnectStep.HostKey, check.Refusal ?? exception.Message, isTransient: true, exception);

    /// <summary>A failure after the login.</summary>
    /// <param name="step"><see cref="ConnectStep.Subsystem"/> or <see cref="ConnectStep.Directory"/>.</param>
    public static Exception Describe(RemoteSpec spec, ConnectStep step, Exception exception) => exception switch
    {
        SshException failure => new RemoteException(step, $"{Address(spec)} let '{spec.Username}' in but gives no SFTP: {failure.Message} Ask the partner whether the login may use SFTP.", failure.IsTransient, failure),
        SftpException failure when step == ConnectStep.Subsystem => new RemoteException(step, $"{Address(spec)} let '{spec.Username}' in, but what answers there doesn't speak SFTP: {failure.Message} Ask the partner whether the login may use SFTP.", isTransient: true, failure),
        SftpException failure => new RemoteException(step, $"{Address(spec)} let '{spec.Username}' in, but the login's directory can't be opened: {failure.Message} Ask the partner to check the login's home directory and its permissions.", isTransient: true, failure),
        _ => exception,
    };

    /// <summary>No answer after the login.</summary>
    public static RemoteException Silent(RemoteSpec spec, ConnectStep step, TimeSpan limit) => new(
        step,
        $"{Address(spec)} let '{spec.Username}' in and then did not answer for {limit.TotalSeconds:0} s (remotes.connectTimeout). Ask the partner whether the server is well; it is tried again.",
        isTransient: true);

    private static string NoCommonRemedy(RemoteSpec spec)
    {
        var isChosen = spec.Algorithms is { } lists && lists != new RemoteAlgorithms();
        return (isChosen, spec.LegacyAlgorithms) switch
        {
            (true, true) => "The partner's server has to offer one of this side's, or the remote's algorithms one of the server's.",
            (true, false) => "The partner's server has to offer one of this side's, or the remote's algorithms one of the server's; old ones count only with legacyAlgorithms: true.",
            (false, true) => "The partner's server has to offer a current one.",
            (false, false) => "The partner's server has to offer a current one; if it can't, legacyAlgorithms: true offers old ones.",
        };
    }

    private static string Address(RemoteSpec spec) => $"{spec.Host}:{spec.Port}";
}
