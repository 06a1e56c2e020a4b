using ActorMft.Domain.Resources;
using ActorMft.Ssh.Algorithms;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>Every parser on both sides, and whole connections.</summary>
internal sealed class AllTargets : IDisposable
{
    private readonly SftpServerTarget _sftpServer = new();

    public AllTargets()
    {
        Targets =
        [
            new IdentificationTarget(isServer: true),
            new IdentificationTarget(isServer: false),
            .. PacketTarget.Pairs.Select(pair => new PacketTarget(pair.Cipher, pair.Mac)),
            new NegotiationTarget(),
            .. SshAlgorithms.KeyExchangeNames.Select(name => new KeyValueTarget(name)),
            new KeyValueTarget(LegacyAlgorithms.Group14Sha1),
            new GroupTarget(),
            new SmallMessagesTarget(),
            new UserAuthRequestTarget(),
            new PublicKeyTarget(),
            .. SeedKeys.All.Select(key => new SignatureTarget(key.PublicKey.KeyType, key)),
            new PublicKeyLineTarget(),
            new PrivateKeyTarget(),
            _sftpServer,
            new SftpClientTarget(),
            new ProxyHeaderTarget(),
            .. Enum.GetValues<ProxyType>().Select(type => new ProxyTarget(type)),
            new SettingsTarget(),
            new ResourcesTarget(),
            new PlainConnectionTarget(isServer: true),
            new PlainConnectionTarget(isServer: false),
            new ServerConversationTarget(),
            new ClientConversationTarget(),
        ];
    }

    public IReadOnlyList<FuzzTarget> Targets { get; }

    public void Dispose() => _sftpServer.Dispose();
}
