using System.Security.Cryptography;
using ActorMft.Ssh;
using ActorMft.Ssh.Keys;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>Signatures under one key; none that wasn't made with it may be accepted.</summary>
internal sealed class SignatureTarget(string type, SshPrivateKey key) : FuzzTarget
{
    private static readonly byte[] s_data = [1, 2, 3];

    public override string Name => "signatures-" + type;

    public override IReadOnlyList<byte[]> Seeds { get; } = [.. key.PublicKey.SignatureAlgorithms.Select(algorithm => key.Sign(algorithm, s_data))];

    public override Task<string> RunAsync(byte[] input)
    {
        try
        {
            var isAccepted = key.PublicKey.SignatureAlgorithms.Any(algorithm => key.PublicKey.Verify(algorithm, s_data, input));
            return isAccepted && !Seeds.Any(seed => seed.AsSpan().SequenceEqual(input))
                ? throw new CryptographicException("A signature was accepted that nobody made.")
                : Task.FromResult(isAccepted ? "accepted" : "refused");
        }
        catch (SshException refusal)
        {
            return Task.FromResult(Refused(refusal));
        }
    }
}
