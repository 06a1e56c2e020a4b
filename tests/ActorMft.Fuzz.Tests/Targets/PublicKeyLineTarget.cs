using System.Text;
using ActorMft.Ssh;
using ActorMft.Ssh.Keys;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>Public keys as text: a line of authorized_keys, or RFC 4716.</summary>
internal sealed class PublicKeyLineTarget : FuzzTarget
{
    public override string Name => "public-key-text";

    public override double Weight => 2;

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. SeedFiles.Of("seed/line_").Select(file => file.Bytes)];

    public override Task<string> RunAsync(byte[] input)
    {
        try
        {
            var key = SshPublicKey.ParseOpenSsh(Encoding.Latin1.GetString(input), out var comment);
            var again = SshPublicKey.ParseOpenSsh(key.ToOpenSsh());
            return again.Equals(key) ? Task.FromResult(key.KeyType + (comment.Length > 0)) : throw new InvalidOperationException("The key changes when it is written and read.");
        }
        catch (SshException refusal)
        {
            return Task.FromResult(Refused(refusal));
        }
    }
}
