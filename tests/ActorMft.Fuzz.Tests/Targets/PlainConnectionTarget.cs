using System.Net;
using System.Text;
using ActorMft.Ssh;
using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>A real server, or client, and everything a peer says in the clear: identification, KEXINIT, its value, NEWKEYS, and noise instead of what is sealed.</summary>
internal sealed class PlainConnectionTarget(bool isServer) : FuzzTarget
{
    private static readonly SshAlgorithmPreferences s_all = new() { Legacy = true };

    public override string Name => isServer ? "plain-to-server" : "plain-to-client";

    public override int Turn => 20;

    public override long AllocationLimit(int inputLength) => (2L * 1024 * 1024) + (256L * inputLength);

    public override double Weight => 4;

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. ((string[])["curve25519-sha256", "ecdh-sha2-nistp256", "diffie-hellman-group14-sha256"]).Select(method => Conversation(isServer, method)),
        GroupConversation(isServer),
    ];

    public override async Task<string> RunAsync(byte[] input)
    {
        var log = new ErrorLog();
        var outcome = "logged in";
        try
        {
            if (isServer)
            {
                await using var server = await SshServerConnection.AcceptAsync(
                    new HalfStream(input), new IPEndPoint(IPAddress.Loopback, 1), Conversations.Server with { Algorithms = s_all }, new TestUsers(), log, TimeProvider.System, CancellationToken.None);
            }
            else
            {
                await using var client = await SshClient.ConnectAsync(new HalfStream(input), Conversations.Client with { Algorithms = s_all }, log, TimeProvider.System, CancellationToken.None);
            }
        }
        catch (SshException refusal)
        {
            outcome = Refused(refusal);
        }

        log.ThrowFirst();
        return outcome;
    }

    private static byte[] Conversation(bool isServer, string method)
    {
        using var exchange = SshAlgorithms.CreateKeyExchange(method);
        var value = exchange.CreateClientInit();
        using var other = SshAlgorithms.CreateKeyExchange(method);
        byte[] reply = isServer
            ? [(byte)SshMessage.ExchangeRequest, .. SftpPackets.Str(value)]
            :
            [
                (byte)SshMessage.ExchangeReply,
                .. SftpPackets.Str(SeedKeys.Ed25519.PublicKey.Blob.ToArray()),
                .. SftpPackets.Str(other.RespondAsServer(value).ServerValue),
                .. SftpPackets.Str(SeedKeys.Ed25519.Sign("ssh-ed25519", value)),
            ];
        return Sequence(Init(isServer, method), reply);
    }

    private static byte[] GroupConversation(bool isServer)
    {
        using var client = new GroupExchange();
        using var server = new GroupExchange();
        var request = client.CreateRequest();
        var group = server.AnswerRequest(request);
        client.TakeGroup(group);
        var value = client.CreateClientInit();
        return isServer
            ? Sequence(Init(isServer, LegacyAlgorithms.GroupExchange), request, [(byte)SshMessage.GroupExchangeInit, .. SftpPackets.Str(value)])
            : Sequence(
                Init(isServer, LegacyAlgorithms.GroupExchange),
                group,
                [(byte)SshMessage.GroupExchangeReply, .. SftpPackets.Str(SeedKeys.Ed25519.PublicKey.Blob.ToArray()), .. SftpPackets.Str(value), .. SftpPackets.Str(SeedKeys.Ed25519.Sign("ssh-ed25519", value))]);
    }

    private static byte[] Init(bool isServer, string method)
    {
        var algorithms = new SshAlgorithmPreferences { KeyExchanges = [method], Legacy = true };
        return isServer
            ? KeyExchangeInit.Write(AlgorithmOffer.ForClient(algorithms), isServer: false, isFirst: true)
            : KeyExchangeInit.Write(AlgorithmOffer.ForServer(algorithms, SeedKeys.All), isServer: true, isFirst: true);
    }

    private static byte[] Sequence(params byte[][] messages) =>
        [.. Encoding.ASCII.GetBytes("SSH-2.0-Fuzz\r\n"), .. messages.SelectMany(Packet), .. Packet([(byte)SshMessage.NewKeys]), .. new byte[100]];

    private static byte[] Packet(byte[] payload)
    {
        var padding = 16 - ((payload.Length + 5) % 16) + 4;
        padding += (8 - ((payload.Length + 5 + padding) % 8)) % 8;
        return [.. Frames.Number((uint)(payload.Length + 1 + padding)), (byte)padding, .. payload, .. new byte[padding]];
    }
}
