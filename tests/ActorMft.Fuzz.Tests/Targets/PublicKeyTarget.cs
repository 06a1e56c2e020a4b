using ActorMft.Ssh;
using ActorMft.Ssh.Keys;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>Public keys as they are on the wire.</summary>
internal sealed class PublicKeyTarget : FuzzTarget
{
    private static readonly byte[] s_data = [1, 2, 3];

    public override string Name => "public-keys";

    public override double Weight => 2;

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. SeedKeys.All.Select(key => key.PublicKey.Blob.ToArray())];

    public override Task<string> RunAsync(byte[] input)
    {
        try
        {
            var key = SshPublicKey.Parse(input);
            if (!key.Blob.Span.SequenceEqual(input))
            {
                throw new InvalidOperationException("The key is another one than was read.");
            }

            return Task.FromResult(key.KeyType + key.Verify(key.SignatureAlgorithms[0], s_data, input));
        }
        catch (SshException refusal)
        {
            return Task.FromResult(Refused(refusal));
        }
    }
}
