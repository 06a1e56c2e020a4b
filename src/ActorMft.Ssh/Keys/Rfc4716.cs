using System.Text;

namespace ActorMft.Ssh.Keys;

/// <summary>The public key file form of RFC 4716, which SSH.com's and many commercial servers take.</summary>
internal static class Rfc4716
{
    private const int LineLength = 64;

    /// <summary>Lines of a header are at most 72 bytes long, section 3.2; the comment is one of them here.</summary>
    private const int MaxComment = 48;

    public static string Write(ReadOnlySpan<byte> blob, string? comment)
    {
        StringBuilder text = new("---- BEGIN SSH2 PUBLIC KEY ----\n");
        if (!string.IsNullOrEmpty(comment))
        {
            string clean = comment.Replace('"', '\'');
            text.Append("Comment: \"").Append(clean.AsSpan(0, Math.Min(clean.Length, MaxComment))).Append("\"\n");
        }

        string base64 = Convert.ToBase64String(blob);
        for (int i = 0; i < base64.Length; i += LineLength)
        {
            text.Append(base64.AsSpan(i, Math.Min(LineLength, base64.Length - i))).Append('\n');
        }

        return text.Append("---- END SSH2 PUBLIC KEY ----\n").ToString();
    }
}
