using ActorMft.Ssh;
using ActorMft.Ssh.Transport;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>EXT_INFO and DISCONNECT, by the first byte.</summary>
internal sealed class SmallMessagesTarget : FuzzTarget
{
    public override string Name => "ext-info-disconnect";

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        ExtensionInfo.Write(["ssh-ed25519", "rsa-sha2-512"]),
        DisconnectMessage.Write(SshDisconnectReason.ByApplication, "Bye \u001b[31m."),
    ];

    public override Task<string> RunAsync(byte[] input)
    {
        try
        {
            return Task.FromResult(input is [(byte)SshMessage.ExtensionInfo, ..]
                ? "extensions " + (ExtensionInfo.ReadSignatureAlgorithms(input) is null)
                : Look(DisconnectMessage.Read(input)));
        }
        catch (SshException refusal)
        {
            return Task.FromResult(Refused(refusal));
        }
    }

    private static string Look(SshException failure) =>
        failure.Message.Any(char.IsControl) ? throw new InvalidOperationException("A control character got into a message.") : "disconnected";
}
