using ActorMft.Sftp;
using ActorMft.Sftp.Protocol;
using ActorMft.Ssh;
using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;
using static ActorMft.Fuzz.Tests.Targets.SftpPackets;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>
/// A real server with SFTP on it, and everything a client says behind the key exchange: service, authentication, channels, requests, a second key
/// exchange. The input is the messages, before they are sealed.
/// </summary>
internal sealed class ServerConversationTarget : FuzzTarget
{
    private const int MaxMessages = 200;

    public override string Name => "messages-to-server";

    public override int Turn => 10;

    public override long AllocationLimit(int inputLength) => (8L * 1024 * 1024) + (1024L * inputLength);

    public override double Weight => 8;

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Frames.Join([.. LogIn(), .. Channel(0)]),
        Frames.Join(
            [
                UserAuthMessages.Service(SshMessage.ServiceRequest, "ssh-userauth"),
                UserAuthMessages.None(TestUsers.Name),
                UserAuthMessages.KeyboardInteractive(TestUsers.Name),
                UserAuthMessages.InfoResponse([TestUsers.Password]),
                .. Channel(0),
            ]),
        Frames.Join(
            [
                UserAuthMessages.Service(SshMessage.ServiceRequest, "ssh-userauth"),
                UserAuthMessages.PublicKey(TestUsers.Name, SeedKeys.Ed25519, "ssh-ed25519", new byte[32]),
                [(byte)SshMessage.Ignore, .. Str("noise")],
                [(byte)SshMessage.Debug, 1, .. Str("noise"), .. Str("")],
                [(byte)SshMessage.Unimplemented, 0, 0, 0, 1],
            ]),
        Frames.Join(
            [
                .. LogIn(),
                .. Channel(0),
                .. Channel(1),
                [(byte)SshMessage.GlobalRequest, .. Str("keepalive@openssh.com"), 1],
                [(byte)SshMessage.ChannelRequest, .. U32(0), .. Str("winadj@putty.projects.tartarus.org"), 1],
                [(byte)SshMessage.ChannelOpen, .. Str("direct-tcpip"), .. U32(3), .. U32(100), .. U32(100), .. Str("localhost"), .. U32(22), .. Str("x"), .. U32(1)],
                [(byte)SshMessage.ChannelExtendedData, .. U32(0), .. U32(1), .. Str("err")],
                [(byte)SshMessage.KeyExchangeInit, .. new byte[100]],
                [200, 1, 2, 3],
            ]),
    ];

    public override async Task<string> RunAsync(byte[] input)
    {
        var log = new ErrorLog();
        var users = new TestUsers();
        users.Keys.Add(SeedKeys.Ed25519.PublicKey);
        await using var peer = await RawClient.ConnectAsync(Conversations.Server, users, log: log);
        var serving = ServeAsync(peer.Accepting);
        var outcome = "";
        try
        {
            await peer.ExchangeKeysAsync();
            var hearing = HearAsync(peer);
            foreach (var message in Frames.Split(input, MaxMessages))
            {
                if (message.Length > 0)
                {
                    peer.Output.Send(message);
                }
            }

            peer.Output.Send(DisconnectMessage.Write(SshDisconnectReason.ByApplication, "over"));
            outcome = await hearing;
        }
        catch (SshException failure)
        {
            outcome = Refused(failure);
        }

        var end = await serving;
        log.ThrowFirst();
        return $"{outcome} {end}";
    }

    // What the server says until it ends: which messages, by their numbers.
    private static async Task<string> HearAsync(RawClient peer)
    {
        var heard = new SortedSet<byte>();
        try
        {
            while (true)
            {
                heard.Add((await peer.ReadAsync())[0]);
            }
        }
        catch (SshException)
        {
            return string.Join(',', heard);
        }
    }

    private static async Task<string> ServeAsync(Task<SshServerConnection> accepting)
    {
        SshServerConnection connection;
        try
        {
            connection = await accepting;
        }
        catch (SshException failure)
        {
            return Refused(failure);
        }

        var channels = new List<Task>();
        while (await connection.AcceptChannelAsync(CancellationToken.None) is { } channel)
        {
            channels.Add(ServeAsync(channel));
        }

        await Task.WhenAll(channels);
        await connection.Completion;
        return Refused(connection.Failure!);
    }

    private static async Task ServeAsync(SshChannel channel)
    {
        try
        {
            await SftpServer.RunAsync(channel, new NoFiles(), new SftpServerOptions(), CancellationToken.None);
        }
        catch (Exception failure) when (failure is SftpException or SshException)
        {
            // The client's doing.
        }

        await channel.CloseAsync(0);
    }

    private static IEnumerable<byte[]> LogIn() =>
    [
        UserAuthMessages.Service(SshMessage.ServiceRequest, "ssh-userauth"),
        UserAuthMessages.Password(TestUsers.Name, TestUsers.Password),
    ];

    private static IEnumerable<byte[]> Channel(uint number) =>
    [
        ChannelMessages.OpenSession(number, 1024 * 1024, 32 * 1024),
        ChannelMessages.Subsystem(number, "sftp"),
        [(byte)SshMessage.ChannelData, .. U32(number), .. Str([.. Of(PacketType.Init, U32(3)), .. Of(PacketType.RealPath, U32(1), Str("."))])],
        [(byte)SshMessage.ChannelData, .. U32(number), .. Str(Of(PacketType.Stat, U32(2), Str("/a")))],
        [(byte)SshMessage.ChannelWindowAdjust, .. U32(number), .. U32(1000)],
        ChannelMessages.Of(SshMessage.ChannelEof, number),
        ChannelMessages.Of(SshMessage.ChannelClose, number),
    ];
}
