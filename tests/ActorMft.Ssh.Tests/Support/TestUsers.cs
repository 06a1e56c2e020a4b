using System.Collections.Concurrent;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Server;

namespace ActorMft.Ssh.Tests.Support;

/// <summary>Knows one user, by a password and any number of keys, and remembers what it was asked.</summary>
internal sealed class TestUsers : ISshAuthenticator
{
    public const string Name = "alice";
    public const string Password = "correct horse";

    public List<SshPublicKey> Keys { get; } = [];

    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>What is missing after what was proved. Default: nothing.</summary>
    public Func<SshProof, SshMethods> Missing { get; set; } = _ => SshMethods.None;

    public ValueTask<bool> VerifyPasswordAsync(SshLogin login, string password, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"password {login.UserName}");
        return ValueTask.FromResult(login.UserName == Name && password == Password);
    }

    public ValueTask<bool> IsKeyAcceptedAsync(SshLogin login, SshPublicKey key, CancellationToken cancellationToken)
    {
        Asked.Enqueue($"key {login.UserName}");
        return ValueTask.FromResult(login.UserName == Name && Keys.Contains(key));
    }

    public ValueTask<SshMethods> MissingAsync(SshLogin login, SshProof proof, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Missing(proof));

    /// <summary>Wants a number of different keys and the password.</summary>
    public static SshMethods KeysAndPassword(SshProof proof, int keys) =>
        (proof.Keys.Count < keys ? SshMethods.PublicKey : SshMethods.None) | (proof.HasPassword ? SshMethods.None : SshMethods.Password);
}
