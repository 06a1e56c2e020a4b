using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Channels;

/// <summary>Writes the small messages of RFC 4254, section 5, each of which starts with its number and the recipient's channel.</summary>
internal static class ChannelMessages
{
    /// <summary>EOF, CLOSE, SUCCESS and FAILURE: nothing but the channel.</summary>
    public static byte[] Of(SshMessage message, uint recipient)
    {
        using var writer = new SshWriter(stackalloc byte[8]);
        writer.WriteByte((byte)message);
        writer.WriteUInt32(recipient);
        return writer.ToArray();
    }

    /// <summary>string "session", uint32 sender channel, uint32 window, uint32 maximum packet.</summary>
    public static byte[] OpenSession(uint sender, int window, int maxPacket)
    {
        using var writer = new SshWriter(stackalloc byte[32]);
        writer.WriteByte((byte)SshMessage.ChannelOpen);
        writer.WriteString("session"u8);
        writer.WriteUInt32(sender);
        writer.WriteUInt32((uint)window);
        writer.WriteUInt32((uint)maxPacket);
        return writer.ToArray();
    }

    /// <summary>uint32 recipient, uint32 sender, uint32 window, uint32 maximum packet.</summary>
    public static byte[] OpenConfirmation(uint recipient, uint sender, int window, int maxPacket)
    {
        using var writer = new SshWriter(stackalloc byte[32]);
        writer.WriteByte((byte)SshMessage.ChannelOpenConfirmation);
        writer.WriteUInt32(recipient);
        writer.WriteUInt32(sender);
        writer.WriteUInt32((uint)window);
        writer.WriteUInt32((uint)maxPacket);
        return writer.ToArray();
    }

    /// <summary>uint32 recipient, uint32 reason, string description, string language.</summary>
    public static byte[] OpenFailure(uint recipient, ChannelOpenFailure reason, string description)
    {
        using var writer = new SshWriter(stackalloc byte[256]);
        writer.WriteByte((byte)SshMessage.ChannelOpenFailure);
        writer.WriteUInt32(recipient);
        writer.WriteUInt32((uint)reason);
        writer.WriteString(description);
        writer.WriteString(string.Empty);
        return writer.ToArray();
    }

    /// <summary>uint32 recipient, string "subsystem", boolean want reply, string name (section 6.5).</summary>
    public static byte[] Subsystem(uint recipient, string name)
    {
        using var writer = new SshWriter(stackalloc byte[64]);
        writer.WriteByte((byte)SshMessage.ChannelRequest);
        writer.WriteUInt32(recipient);
        writer.WriteString("subsystem"u8);
        writer.WriteBoolean(true);
        writer.WriteString(name);
        return writer.ToArray();
    }

    /// <summary>uint32 recipient, string "exit-status", boolean false, uint32 status (section 6.10).</summary>
    public static byte[] ExitStatus(uint recipient, uint status)
    {
        using var writer = new SshWriter(stackalloc byte[32]);
        writer.WriteByte((byte)SshMessage.ChannelRequest);
        writer.WriteUInt32(recipient);
        writer.WriteString("exit-status"u8);
        writer.WriteBoolean(false);
        writer.WriteUInt32(status);
        return writer.ToArray();
    }
}
