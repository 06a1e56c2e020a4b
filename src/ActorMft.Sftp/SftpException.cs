namespace ActorMft.Sftp;

/// <summary>A file operation failed. The message is a sentence fit for the partner; the status is what goes on the wire.</summary>
public sealed class SftpException : IOException
{
    /// <summary>The longest message, in characters.</summary>
    public const int MaxMessage = 1024;

    private const string Gap = " ... ";

    /// <summary>Creates the failure of one operation. What is longer than <see cref="MaxMessage"/> is shortened.</summary>
    public SftpException(SftpStatus status, string message, Exception? innerException = null)
        : base(Shorten(message), innerException)
    {
        Status = status;
    }

    /// <summary>The status code.</summary>
    public SftpStatus Status { get; }

    /// <summary>Leaves the middle out of a text for people that is too long: paths may have thousands of characters, and the reason stands behind them.</summary>
    public static string Shorten(string text) =>
        text.Length <= MaxMessage ? text : string.Concat(text.AsSpan(0, (MaxMessage / 2) - Gap.Length), Gap, text.AsSpan(text.Length - (MaxMessage / 2)));

    /// <summary>True when the same operation may succeed on a new connection.</summary>
    public bool IsTransient => Status is SftpStatus.NoConnection or SftpStatus.ConnectionLost;
}
