using System.Text;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// SSH_MSG_DISCONNECT (RFC 4253, section 11.1):
/// <code>
/// byte      1
/// uint32    reason code
/// string    description
/// string    language tag
/// </code>
/// </summary>
internal static class DisconnectMessage
{
    private const int MaxDescription = 512;

    public static byte[] Write(SshException failure) =>
        Write(failure.DisconnectReason == SshDisconnectReason.None ? SshDisconnectReason.ByApplication : failure.DisconnectReason, failure.Message);

    public static byte[] Write(SshDisconnectReason reason, string description)
    {
        using var writer = new SshWriter(stackalloc byte[512]);
        writer.WriteByte((byte)SshMessage.Disconnect);
        writer.WriteUInt32((uint)reason);
        writer.WriteString(description.Length <= MaxDescription ? description : description[..MaxDescription]);
        writer.WriteString(string.Empty);
        return writer.ToArray();
    }

    /// <summary>The peer's reason as the failure of the connection. Control characters of the description are replaced.</summary>
    public static SshException Read(ReadOnlySpan<byte> payload)
    {
        var reader = new SshReader(payload);
        reader.ReadByte();
        var reason = (SshDisconnectReason)reader.ReadUInt32();
        string description = Printable(reader.ReadString());
        return new SshException(
            SshFailure.Disconnected,
            reason,
            $"The peer ended the connection: {(description.Length == 0 ? reason.ToString() : description)}");
    }

    /// <summary>Text of the peer that is safe to log: at most 512 characters, no control characters.</summary>
    public static string Printable(ReadOnlySpan<byte> text)
    {
        string decoded = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxDescription)]);
        return new string([.. decoded.Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
    }
}
