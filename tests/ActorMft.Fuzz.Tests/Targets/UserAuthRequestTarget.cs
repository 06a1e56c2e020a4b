using ActorMft.Ssh;
using ActorMft.Ssh.Authentication;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>USERAUTH_REQUEST, with its fields for a public key.</summary>
internal sealed class UserAuthRequestTarget : FuzzTarget
{
    public override string Name => "userauth-request";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        UserAuthMessages.None("alice"),
        UserAuthMessages.Password("alice", "secret"),
        UserAuthMessages.KeyboardInteractive("alice"),
        .. SeedKeys.All.Select(key => UserAuthMessages.PublicKey("alice", key, key.PublicKey.SignatureAlgorithms[0], new byte[32])),
    ];

    public override Task<string> RunAsync(byte[] input)
    {
        try
        {
            var request = UserAuthRequest.Read(input, 1024);
            var proof = request.Method == "publickey" ? PublicKeyRequest.Read(request) : null;
            return Task.FromResult(proof is null ? "request" : $"key {proof.Key?.KeyType} {proof.IsSigned}");
        }
        catch (SshException refusal)
        {
            return Task.FromResult(Refused(refusal));
        }
    }
}
