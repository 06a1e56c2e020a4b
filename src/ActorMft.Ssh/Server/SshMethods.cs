namespace ActorMft.Ssh.Server;

/// <summary>The ways to prove who one is.</summary>
[Flags]
public enum SshMethods
{
    None = 0,

    /// <summary>A signature by a key that hasn't been used in this login.</summary>
    PublicKey = 1,

    /// <summary>The password, by the method password or keyboard-interactive.</summary>
    Password = 2,

    /// <summary>Any of them.</summary>
    Any = PublicKey | Password,
}
