using System.Globalization;

namespace ActorMft.Ssh.Keys.Putty;

/// <summary>
/// The lines of a .ppk file (PuTTY's manual, appendix C), <c>Name: value</c> each, with two blocks of base64 whose lines are counted:
/// PuTTY-User-Key-File-3, Encryption, Comment, Public-Lines, [Key-Derivation, Argon2-Memory, -Passes, -Parallelism, -Salt],
/// Private-Lines, Private-MAC.
/// </summary>
internal sealed class PuttyKeyFile
{
    public const string Start = "PuTTY-User-Key-File-";

    private const int MaxBlockLines = 1000;

    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);

    private PuttyKeyFile(int version, string keyType)
    {
        Version = version;
        KeyType = keyType;
    }

    /// <summary>2 or 3.</summary>
    public int Version { get; }

    /// <summary>What the file is, for messages.</summary>
    public string Form => $"PuTTY's form (.ppk, version {Version})";

    /// <summary>For example <c>ssh-rsa</c>.</summary>
    public string KeyType { get; }

    public string Encryption => Field("Encryption");

    public string Comment => Field("Comment");

    public byte[] PublicBlob { get; private set; } = [];

    /// <summary>Encrypted, if the file is.</summary>
    public byte[] PrivateBlob { get; private set; } = [];

    public static PuttyKeyFile Parse(ReadOnlySpan<char> text)
    {
        string[] lines = [.. text.ToString().ReplaceLineEndings("\n").Split('\n')];
        (string name, string keyType) = Split(lines[0]) ?? ("", "");
        int version = name.Length == Start.Length + 1 ? name[^1] - '0' : 0;
        if (version is not (2 or 3))
        {
            throw KeyFormat.Bad("The private key is in PuTTY's form (.ppk) of a version other than 2 and 3, which are read. Load it with PuTTYgen and save it again.");
        }

        PuttyKeyFile file = new(version, keyType);
        file.ReadFields(lines);
        return file;
    }

    /// <summary>The value of a line that must be there.</summary>
    public string Field(string name) =>
        _fields.TryGetValue(name, out string? value) ? value : throw KeyFormat.Damaged(Form, $"the line '{name}: ...' is missing");

    public int Number(string name) =>
        int.TryParse(Field(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw KeyFormat.Damaged(Form, $"the line '{name}: ...' holds no number");

    public byte[] Bytes(string name)
    {
        try
        {
            return Convert.FromHexString(Field(name));
        }
        catch (FormatException e)
        {
            throw KeyFormat.Damaged(Form, $"the line '{name}: ...' is not in hexadecimal", e);
        }
    }

    private static (string Name, string Value)? Split(string line)
    {
        int colon = line.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 ? (line[..colon], line[(colon + 2)..]) : null;
    }

    private void ReadFields(string[] lines)
    {
        for (int i = 1; i < lines.Length; i++)
        {
            if (Split(lines[i]) is not { } field)
            {
                continue;
            }

            _fields[field.Name] = field.Value;
            if (field.Name is "Public-Lines" or "Private-Lines")
            {
                byte[] block = ReadBlock(field.Name, lines.AsSpan(i + 1));
                i += Number(field.Name);
                if (field.Name == "Public-Lines")
                {
                    PublicBlob = block;
                }
                else
                {
                    PrivateBlob = block;
                }
            }
        }
    }

    private byte[] ReadBlock(string name, ReadOnlySpan<string> lines)
    {
        int count = Number(name);
        if (count > Math.Min(MaxBlockLines, lines.Length))
        {
            throw KeyFormat.Damaged(Form, $"'{name}' announces {count} lines, and {lines.Length} follow");
        }

        try
        {
            return Convert.FromBase64String(string.Concat(lines[..count]));
        }
        catch (FormatException e)
        {
            throw KeyFormat.Damaged(Form, $"what follows '{name}' is not base64", e);
        }
    }
}
