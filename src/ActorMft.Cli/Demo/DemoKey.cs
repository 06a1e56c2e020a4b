using ActorMft.Ssh.Keys;

namespace ActorMft.Cli.Demo;

/// <summary>The partner's key pair, made at the first run.</summary>
internal static class DemoKey
{
    private const string Comment = "actormft-demo-partner";

    /// <returns>The public half in OpenSSH form, and whether the pair is new.</returns>
    public static (string PublicKey, bool IsNew) Prepare(DemoDirectory directory)
    {
        var isNew = !File.Exists(directory.PartnerKey);
        if (isNew)
        {
            using var made = Generate();
            WritePrivate(directory.PartnerKey, made.ToOpenSshPem(Comment));
        }
        using var key = SshPrivateKey.Parse(File.ReadAllText(directory.PartnerKey));
        var publicKey = key.PublicKey.ToOpenSsh(Comment);
        File.WriteAllText(directory.PartnerKey + ".pub", publicKey + "\n");
        return (publicKey, isNew);
    }

    private static SshPrivateKey Generate()
    {
        try
        {
            return SshPrivateKey.Generate(SshKeyType.Ed25519);
        }
        catch (PlatformNotSupportedException)
        {
            return SshPrivateKey.Generate(SshKeyType.EcdsaP256);
        }
    }

    /// <summary>Clients refuse a private key that others may read.</summary>
    private static void WritePrivate(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }
}
