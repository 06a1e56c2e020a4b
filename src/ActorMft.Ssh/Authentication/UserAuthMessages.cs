using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Authentication;

/// <summary>Writes the messages of RFC 4252 and what is signed for them.</summary>
internal static class UserAuthMessages
{
    public const string AuthenticationService = "ssh-userauth";
    public const string ConnectionService = "ssh-connection";

    /// <summary>byte 5, string service; and byte 6, string service.</summary>
    public static byte[] Service(SshMessage message, string service)
    {
        using var writer = new SshWriter(stackalloc byte[32]);
        writer.WriteByte((byte)message);
        writer.WriteString(service);
        return writer.ToArray();
    }

    /// <summary>byte 51, name-list methods that can continue, boolean partial success.</summary>
    public static byte[] Failure(IReadOnlyList<string> methods, bool isPartialSuccess)
    {
        using var writer = new SshWriter(stackalloc byte[64]);
        writer.WriteByte((byte)SshMessage.UserAuthFailure);
        writer.WriteNameList(methods);
        writer.WriteBoolean(isPartialSuccess);
        return writer.ToArray();
    }

    /// <summary>byte 53, string message, string language.</summary>
    public static byte[] Banner(string text)
    {
        using var writer = new SshWriter(stackalloc byte[256]);
        writer.WriteByte((byte)SshMessage.UserAuthBanner);
        writer.WriteString(text);
        writer.WriteString(string.Empty);
        return writer.ToArray();
    }

    /// <summary>byte 60, string algorithm, string key blob (RFC 4252, section 7).</summary>
    public static byte[] KeyOk(string algorithm, ReadOnlySpan<byte> blob)
    {
        using var writer = new SshWriter(stackalloc byte[256]);
        writer.WriteByte((byte)SshMessage.UserAuthMethod60);
        writer.WriteString(algorithm);
        writer.WriteString(blob);
        return writer.ToArray();
    }

    /// <summary>byte 50, string user, string service, string "none" (RFC 4252, section 5.2).</summary>
    public static byte[] None(string user)
    {
        using var writer = new SshWriter(stackalloc byte[256]);
        writer.WriteByte((byte)SshMessage.UserAuthRequest);
        writer.WriteString(user);
        writer.WriteString(ConnectionService);
        writer.WriteString("none"u8);
        return writer.ToArray();
    }

    /// <summary>byte 50, string user, string service, string "password", boolean false, string password (section 8).</summary>
    public static byte[] Password(string user, string password)
    {
        using var writer = new SshWriter(stackalloc byte[256]);
        writer.WriteByte((byte)SshMessage.UserAuthRequest);
        writer.WriteString(user);
        writer.WriteString(ConnectionService);
        writer.WriteString("password"u8);
        writer.WriteBoolean(false);
        writer.WriteString(password);
        return writer.ToArray();
    }

    /// <summary>byte 50, string user, string service, string "keyboard-interactive", string language, string submethods (RFC 4256, section 3.1).</summary>
    public static byte[] KeyboardInteractive(string user)
    {
        using var writer = new SshWriter(stackalloc byte[256]);
        writer.WriteByte((byte)SshMessage.UserAuthRequest);
        writer.WriteString(user);
        writer.WriteString(ConnectionService);
        writer.WriteString("keyboard-interactive"u8);
        writer.WriteString(string.Empty);
        writer.WriteString(string.Empty);
        return writer.ToArray();
    }

    /// <summary>
    /// byte 60, string name, string instruction, string language, uint32 count, then string prompt, boolean echo for each (RFC 4256,
    /// section 3.2): one prompt for the password.
    /// </summary>
    public static byte[] PasswordPrompt()
    {
        using var writer = new SshWriter(stackalloc byte[64]);
        writer.WriteByte((byte)SshMessage.UserAuthMethod60);
        writer.WriteString(string.Empty);
        writer.WriteString(string.Empty);
        writer.WriteString(string.Empty);
        writer.WriteUInt32(1);
        writer.WriteString("Password: "u8);
        writer.WriteBoolean(false);
        return writer.ToArray();
    }

    /// <summary>byte 61, uint32 count, string response for each (RFC 4256, section 3.4).</summary>
    public static byte[] InfoResponse(IReadOnlyList<string> responses)
    {
        using var writer = new SshWriter(stackalloc byte[256]);
        writer.WriteByte((byte)SshMessage.UserAuthInfoResponse);
        writer.WriteUInt32((uint)responses.Count);
        foreach (string response in responses)
        {
            writer.WriteString(response);
        }

        return writer.ToArray();
    }

    /// <summary>byte 50, string user, string service, string "publickey", boolean true, string algorithm, string blob, string signature (RFC 4252, section 7).</summary>
    public static byte[] PublicKey(string user, SshPrivateKey key, string algorithm, ReadOnlySpan<byte> sessionId)
    {
        using var writer = new SshWriter(stackalloc byte[1024]);
        writer.WriteByte((byte)SshMessage.UserAuthRequest);
        writer.WriteString(user);
        writer.WriteString(ConnectionService);
        writer.WriteString("publickey"u8);
        writer.WriteBoolean(true);
        writer.WriteString(algorithm);
        writer.WriteString(key.PublicKey.Blob.Span);
        writer.WriteString(key.SignAs(algorithm, SignedData(sessionId, writer.Written)));
        return writer.ToArray();
    }

    /// <summary>What a user's signature covers: string session id, and the request up to the key's blob.</summary>
    public static byte[] SignedData(ReadOnlySpan<byte> sessionId, ReadOnlySpan<byte> request)
    {
        using var writer = new SshWriter(stackalloc byte[1024]);
        writer.WriteString(sessionId);
        writer.WriteBytes(request);
        return writer.ToArray();
    }
}
