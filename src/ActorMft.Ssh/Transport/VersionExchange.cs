using System.Text;

namespace ActorMft.Ssh.Transport;

/// <summary>The identification lines that open a connection (RFC 4253, section 4.2).</summary>
internal static class VersionExchange
{
    /// <summary>The longest identification, in bytes, with its line break.</summary>
    public const int MaxIdent = 255;

    /// <summary>The longest line that a server may send before its identification, in bytes.</summary>
    public const int MaxLine = 1024;

    /// <summary>How many of them.</summary>
    public const int MaxLines = 32;

    /// <summary>Sends our line and reads the peer's.</summary>
    /// <returns>The peer's line, without its line break.</returns>
    public static async ValueTask<string> RunAsync(
        PacketInput input,
        PacketOutput output,
        string ownIdent,
        bool isServer,
        CancellationToken cancellationToken)
    {
        output.SendRaw(Encoding.ASCII.GetBytes(ownIdent + "\r\n"));
        for (int lines = 0; lines <= (isServer ? 0 : MaxLines); lines++)
        {
            string line = await input.ReadLineAsync(isServer ? MaxIdent : MaxLine, cancellationToken);
            if (line.StartsWith("SSH-", StringComparison.Ordinal))
            {
                return Check(line, isServer);
            }
        }

        throw Refuse(isServer
            ? "The client's first line is no SSH identification."
            : $"The server sent no SSH identification within {MaxLines} lines.");
    }

    private static string Check(string line, bool isServer)
    {
        if (line.Length > MaxIdent - 2)
        {
            throw Refuse($"The peer's identification is longer than {MaxIdent} bytes.");
        }

        if (line.AsSpan().ContainsAnyInRange('\0', '\x1F'))
        {
            throw Refuse("The peer's identification has a control character; it doesn't speak SSH.");
        }

        // A server that also speaks version 1 says 1.99 (section 5.1).
        if (line.StartsWith("SSH-2.0-", StringComparison.Ordinal)
            || (!isServer && line.StartsWith("SSH-1.99-", StringComparison.Ordinal)))
        {
            return line;
        }

        throw Refuse("The peer speaks another version of SSH than 2.0.");
    }

    private static SshException Refuse(string message) =>
        new(SshFailure.Protocol, SshDisconnectReason.ProtocolVersionNotSupported, message);
}
