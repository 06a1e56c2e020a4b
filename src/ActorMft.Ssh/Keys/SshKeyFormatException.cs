namespace ActorMft.Ssh.Keys;

/// <summary>A key or signature could not be read: malformed, of an unknown kind, too weak, or under another passphrase. The message says which.</summary>
public sealed class SshKeyFormatException : FormatException
{
    public SshKeyFormatException(string message)
        : base(message)
    {
    }

    public SshKeyFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
