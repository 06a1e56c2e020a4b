using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Tests.Support;

/// <summary>A session with our server, packet by packet.</summary>
internal sealed class RawSession : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly MemoryPipe _client;
    private readonly MemoryPipe _serverEnd;

    private RawSession(MemoryPipe client, MemoryPipe serverEnd, Task server)
    {
        _client = client;
        _serverEnd = serverEnd;
        Server = server;
    }

    /// <summary>The server's run.</summary>
    public Task Server { get; }

    public static RawSession Start(ISftpFileSystem files, SftpServerOptions? options = null)
    {
        var (client, serverEnd) = MemoryPipe.Create();
        return new RawSession(client, serverEnd, SftpServer.RunAsync(serverEnd, files, options ?? new SftpServerOptions(), CancellationToken.None));
    }

    public static async Task<RawSession> StartInitializedAsync(ISftpFileSystem files, SftpServerOptions? options = null)
    {
        var session = Start(files, options);
        await session.SendAsync(PacketType.Init, U32(3));
        (await session.ReceiveAsync()).Type.ShouldBe(PacketType.Version);
        return session;
    }

    public static byte[] U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] U64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Str(string value) => Str(Encoding.UTF8.GetBytes(value));

    public static byte[] Str(byte[] value) => [.. U32((uint)value.Length), .. value];

    public static byte[] Packet(PacketType type, params byte[][] fields)
    {
        var body = fields.SelectMany(field => field).ToArray();
        return [.. U32((uint)body.Length + 1), (byte)type, .. body];
    }

    public Task SendAsync(PacketType type, params byte[][] fields) => SendRawAsync(Packet(type, fields));

    public async Task SendRawAsync(byte[] bytes) => await _client.Output.WriteAsync(bytes);

    /// <summary>The client is gone without a word: nobody takes answers any more.</summary>
    public async Task VanishAsync() => await _client.Input.CompleteAsync();

    public async Task EndInputAsync() => await _client.Output.CompleteAsync();

    /// <summary>The next answer: its type and what is behind it.</summary>
    public async Task<(PacketType Type, byte[] Fields)> ReceiveAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        while (true)
        {
            var result = await _client.Input.ReadAsync(limit.Token);
            if (PacketFrame.TryPeek(result.Buffer, out var packet))
            {
                var bytes = packet.ToArray();
                _client.Input.AdvanceTo(packet.End);
                return ((PacketType)bytes[0], bytes[1..]);
            }

            _client.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            result.IsCompleted.ShouldBeFalse("the server ended instead of answering");
        }
    }

    /// <summary>How many answers leave the server together.</summary>
    public async Task<int> ReceiveTogetherAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        var result = await _client.Input.ReadAsync(limit.Token);
        var rest = result.Buffer;
        var count = 0;
        while (PacketFrame.TryPeek(rest, out var packet))
        {
            rest = rest.Slice(packet.End);
            count++;
        }

        _client.Input.AdvanceTo(rest.Start);
        return count;
    }

    public async Task<(uint Id, SftpStatus Status, string Message)> ReceiveStatusAsync()
    {
        var (type, fields) = await ReceiveAsync();
        type.ShouldBe(PacketType.Status);
        var reader = new SftpReader(fields);
        return (reader.ReadUInt32(), (SftpStatus)reader.ReadUInt32(), reader.ReadText());
    }

    public async Task<byte[]> ReceiveHandleAsync()
    {
        var (type, fields) = await ReceiveAsync();
        type.ShouldBe(PacketType.Handle);
        var reader = new SftpReader(fields);
        reader.ReadUInt32();
        return reader.ReadString().ToArray();
    }

    /// <summary>How the server ended, once its input has.</summary>
    public async Task<Exception?> EndAsync()
    {
        await EndInputAsync();
        var drained = DrainAsync();
        await Server.WaitAsync(Limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _serverEnd.Output.CompleteAsync();
        await drained;
        Server.IsCompleted.ShouldBeTrue("the server hangs");
        return Server.Exception?.InnerException;
    }

    public async ValueTask DisposeAsync() => await EndAsync();

    private async Task DrainAsync()
    {
        while (await _client.Input.ReadAsync() is { IsCompleted: false } result)
        {
            _client.Input.AdvanceTo(result.Buffer.End);
        }
    }
}
