using System.Net;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using ActorMft.Node.Secrets;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Server;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Sessions;

/// <summary>
/// Checks logins against the declared users. Unknown, disabled and locked-out users cost the same work and get the same answer
/// as a wrong password.
/// </summary>
internal sealed partial class UserAuthenticator(ICatalog catalog, PasswordHasher hasher, LoginPenalties penalties, ILogger<UserAuthenticator> logger) : IDisposable
{
    /// <summary>Hashing is slow on purpose; more at once than processors would only starve the transfers.</summary>
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount - 1));

    private readonly PasswordCost _cost = new(catalog);

    /// <returns>The declared hash that the password is right for; null when it isn't.</returns>
    public async ValueTask<string?> VerifyPasswordAsync(SshLogin login, string password, CancellationToken cancellationToken)
    {
        var sources = Sources(login);
        var lockedOut = Array.Find(sources, source => penalties.Remaining(source) > TimeSpan.Zero);
        var hash = lockedOut is null ? FindUser(login)?.Password?.Hash : null;
        var cost = _cost.Current;
        await _hashing.WaitAsync(cancellationToken);
        bool verified;
        try
        {
            verified = await Task.Run(() => hasher.Verify(hash, password, cost), cancellationToken);
        }
        finally
        {
            _hashing.Release();
        }

        // Tries during a lock-out are not counted: a partner's job that goes on trying would never get in again.
        if (lockedOut is not null)
        {
            var left = (int)Math.Ceiling(penalties.Remaining(lockedOut).TotalSeconds);
            LogLockedOut(login.UserName, login.RemoteEndPoint, lockedOut, left);
        }
        else if (!verified)
        {
            AddFailure(sources);
        }

        return verified ? hash : null;
    }

    public bool IsKeyAccepted(SshLogin login, SshPublicKey key) => FindUser(login) is { } user && UserKeys.Has(user, key);

    /// <summary>With which methods the login has to go on after what was proved.</summary>
    public SshMethods Missing(SshLogin login, SshProof proof) =>
        FindUser(login) is { } user ? UserMethods.Missing(user, proof) : SshMethods.Any;

    /// <summary>
    /// A complete login clears its penalties, if the password was part of it: else whoever guesses a password would have his
    /// penalty taken back each time the user's own job logs in with its key.
    /// </summary>
    public void Welcome(SshLogin login, SshProof proof)
    {
        if (proof.HasPassword)
        {
            foreach (var source in Sources(login))
            {
                penalties.Forget(source);
            }
        }
    }

    public void Dispose() => _hashing.Dispose();

    private void AddFailure(string[] sources)
    {
        foreach (var source in sources)
        {
            var lockOut = penalties.AddFailure(source);
            if (lockOut > TimeSpan.Zero)
            {
                LogLockOut(source, (int)lockOut.TotalSeconds);
            }
        }
    }

    private UserSpec? FindUser(SshLogin login) => catalog.Current.FindUser(login.UserName) is { Enabled: true } user ? user : null;

    private string[] Sources(SshLogin login) =>
        login.RemoteEndPoint is IPEndPoint { Address: var address } from && !penalties.IsExempt(from)
            ? [$"address {address}", $"user {login.UserName}"]
            : [];

    [LoggerMessage(EventId = 3118, Level = LogLevel.Warning, Message = "Too many wrong passwords: {Source} is locked out from passwords for {Seconds} s (sftp.penalties). It ends by itself; keys still work")]
    private partial void LogLockOut(string source, int seconds);

    [LoggerMessage(EventId = 3119, Level = LogLevel.Information, Message = "A password for {User} from {Remote} was refused whatever it is: {Source} is locked out for another {Seconds} s (sftp.penalties)")]
    private partial void LogLockedOut(string user, EndPoint remote, string source, int seconds);
}
