using ActorMft.Ssh;
using ActorMft.Ssh.Transport;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>KEXINIT, and what both sides choose by it.</summary>
internal sealed class NegotiationTarget : FuzzTarget
{
    private static readonly AlgorithmOffer s_client = AlgorithmOffer.ForClient(new SshAlgorithmPreferences { Legacy = true });
    private static readonly AlgorithmOffer s_server = AlgorithmOffer.ForServer(new SshAlgorithmPreferences { Legacy = true }, SeedKeys.All);

    public override string Name => "kexinit";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        KeyExchangeInit.Write(s_client, isServer: false, isFirst: true),
        KeyExchangeInit.Write(s_server, isServer: true, isFirst: true),
        KeyExchangeInit.Write(s_server, isServer: true, isFirst: false),
    ];

    public override Task<string> RunAsync(byte[] input)
    {
        try
        {
            var peer = KeyExchangeInit.Read(input);
            _ = NegotiatedAlgorithms.Negotiate(s_server, peer, isServer: true, isStrict: true);
            _ = NegotiatedAlgorithms.Negotiate(s_client, peer, isServer: false, isStrict: false);
            return Task.FromResult("agreed");
        }
        catch (SshException refusal)
        {
            return Task.FromResult(Refused(refusal)[..Math.Min(40, Refused(refusal).Length)]);
        }
    }
}
