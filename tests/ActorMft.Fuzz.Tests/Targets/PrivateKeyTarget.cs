using System.Text;
using ActorMft.Ssh;
using ActorMft.Ssh.Keys;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>Private key files of every form, made by OpenSSH, OpenSSL and PuTTY; the encrypted ones with the passphrase <c>pass</c>.</summary>
internal sealed class PrivateKeyTarget : FuzzTarget
{
    /// <summary>Argon2 of a PuTTY key may ask for that much.</summary>
    private const long Memory = 192L * 1024 * 1024;

    public override string Name => "private-keys";

    public override double Weight => 4;

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. SeedFiles.Of("seed/key_").Select(file => file.Bytes)];

    public override int Turn => 50;

    public override long AllocationLimit(int inputLength) => Memory;

    public override Task<string> RunAsync(byte[] input)
    {
        var text = Encoding.Latin1.GetString(input);
        try
        {
            using var key = SshPrivateKey.Parse(text, "pass");
            _ = key.Sign(key.PublicKey.SignatureAlgorithms[0], input);
            return Task.FromResult("read " + key.PublicKey.KeyType);
        }
        catch (SshException refusal)
        {
            return Task.FromResult(Refused(refusal));
        }
    }
}
