namespace ActorMft.Sftp;

/// <summary>The sizes both sides keep to, in bytes. They are OpenSSH's, and what <c>limits@openssh.com</c> answers.</summary>
internal static class SftpLimits
{
    /// <summary>The longest packet, its length field not counted.</summary>
    public const int MaxPacket = 256 * 1024;

    /// <summary>The most content in one READ or WRITE.</summary>
    public const int MaxData = 255 * 1024;

    /// <summary>The longest packet without content: what every implementation must take (filexfer-02, section 3).</summary>
    public const int MaxOther = 34000;

    /// <summary>What every server takes as content when it says nothing else.</summary>
    public const int DefaultData = 32 * 1024;
}
