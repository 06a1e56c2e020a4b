using ActorMft.Sftp;
using ActorMft.Sftp.Protocol;
using ActorMft.Ssh;
using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;
using static ActorMft.Fuzz.Tests.Targets.SftpPackets;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>
/// A real client that logs in, opens SFTP and asks for things, and a server whose messages behind the key exchange are the input, before they are sealed: one
/// for each message of the client, and all that are left when the client has nothing more to say for a moment.
/// </summary>
internal sealed class ClientConversationTarget : FuzzTarget
{
    private const int MaxMessages = 200;

    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(20);

    private static readonly byte[] s_attributes = [.. U32(0xF), .. U64(7), .. U32(0), .. U32(0), .. U32(0x81A4), .. U32(1), .. U32(2)];

    public override string Name => "messages-to-client";

    public override int Turn => 10;

    public override long AllocationLimit(int inputLength) => (8L * 1024 * 1024) + (1024L * inputLength);

    public override double Weight => 8;

    public override IReadOnlyList<byte[]> Seeds { get; } =
    [
        Frames.Join(
            UserAuthMessages.Service(SshMessage.ServiceAccept, "ssh-userauth"),
            [(byte)SshMessage.UserAuthSuccess],
            ChannelMessages.OpenConfirmation(0, 0, 1024 * 1024, 32 * 1024),
            ChannelMessages.Of(SshMessage.ChannelSuccess, 0),
            Data(Of(PacketType.Version, U32(3))),
            Data(Of(PacketType.Attributes, U32(1), s_attributes)),
            Data(Of(PacketType.Handle, U32(2), Str("h"))),
            Data([.. Of(PacketType.Name, U32(3), U32(1), Str("a"), Str("a"), s_attributes)]),
            Data(Of(PacketType.Status, U32(4), U32(1), Str(""), Str(""))),
            Data(Of(PacketType.Status, U32(5), U32(0), Str(""), Str(""))),
            ChannelMessages.ExitStatus(0, 0),
            ChannelMessages.Of(SshMessage.ChannelClose, 0)),
        Frames.Join(
            UserAuthMessages.Service(SshMessage.ServiceAccept, "ssh-userauth"),
            UserAuthMessages.Failure(["password", "keyboard-interactive"], isPartialSuccess: true),
            UserAuthMessages.Banner("Hello"),
            UserAuthMessages.Failure(["keyboard-interactive"], isPartialSuccess: false),
            UserAuthMessages.PasswordPrompt(),
            [(byte)SshMessage.UserAuthSuccess],
            ChannelMessages.OpenFailure(0, ChannelOpenFailure.ConnectFailed, "no")),
        Frames.Join(
            UserAuthMessages.Service(SshMessage.ServiceAccept, "ssh-userauth"),
            UserAuthMessages.KeyOk("ssh-ed25519", SeedKeys.Ed25519.PublicKey.Blob.Span),
            [(byte)SshMessage.UserAuthSuccess],
            [(byte)SshMessage.GlobalRequest, .. Str("hostkeys-00@openssh.com"), 0, .. Str("key")],
            [(byte)SshMessage.ChannelOpen, .. Str("x11"), .. U32(3), .. U32(100), .. U32(100)],
            [(byte)SshMessage.ExtensionInfo, .. U32(1), .. Str("server-sig-algs"), .. Str("ssh-ed25519")],
            [(byte)SshMessage.KeyExchangeInit, .. new byte[100]]),
    ];

    public override async Task<string> RunAsync(byte[] input)
    {
        var log = new ErrorLog();
        await using var peer = RawServer.Start(Conversations.Client, Conversations.Server, log);
        var using_ = UseAsync(peer.Connecting);
        try
        {
            await peer.BeginAsync();
            await AnswerAsync(peer, [.. Frames.Split(input, MaxMessages).Where(message => message.Length > 0)]);
        }
        catch (SshException)
        {
            // The client has ended it.
        }

        peer.Output.Send(DisconnectMessage.Write(SshDisconnectReason.ByApplication, "over"));
        var outcome = await using_;
        log.ThrowFirst();
        return outcome;
    }

    private static async Task AnswerAsync(RawServer peer, List<byte[]> messages)
    {
        var reading = peer.ReadAsync();
        foreach (var message in messages)
        {
            if (await Task.WhenAny(reading, Task.Delay(s_moment)) == reading)
            {
                await reading;
                reading = peer.ReadAsync();
            }

            peer.Output.Send(message);
        }

        _ = reading.ContinueWith(static task => _ = task.Exception, TaskScheduler.Default);
    }

    private static async Task<string> UseAsync(Task<SshClient> connecting)
    {
        var step = "login";
        try
        {
            await using var client = await connecting;
            step = "subsystem";
            var channel = await client.OpenSubsystemAsync("sftp", CancellationToken.None);
            step = "version";
            await using var sftp = await SftpClient.StartAsync(channel, new SftpClientOptions(), CancellationToken.None);
            step = "stat";
            _ = await sftp.StatAsync("/a", CancellationToken.None);
            step = "list";
            await using var directory = await sftp.OpenDirectoryAsync("/", CancellationToken.None);
            while (await directory.ReadAsync(CancellationToken.None) is { Count: > 0 })
            {
                step = "names";
            }

            return "done";
        }
        catch (Exception failure) when (failure is SshException or SftpException)
        {
            return $"{step} {Refused(failure)}";
        }
    }

    private static byte[] Data(byte[] content) => [(byte)SshMessage.ChannelData, .. U32(0), .. Str(content)];
}
