using System.Buffers;
using ActorMft.Node.Tests;
using ActorMft.Sftp.Protocol;
using ActorMft.Sftp.Tests.Support;
using static ActorMft.Sftp.Tests.Support.RawSession;

namespace ActorMft.Sftp.Tests.Client;

/// <summary>A server whose connection lives and that doesn't answer: its file system hangs.</summary>
public sealed class AnswerTimeoutTests
{
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly MemoryPipe _client;
    private readonly MemoryPipe _server;

    public AnswerTimeoutTests() => (_client, _server) = MemoryPipe.Create();

    [Fact]
    public async Task Server_that_leaves_a_request_without_an_answer_for_so_long_is_given_up()
    {
        await using var client = await StartAsync();
        _time.Advance(_limit * 10);
        var asking = client.StatAsync("/a", default).AsTask();
        _time.Advance(_limit * 0.9);
        asking.IsCompleted.ShouldBeFalse("so long it may take");

        _time.Advance(_limit * 0.4);

        var failure = await Should.ThrowAsync<SftpException>(asking.WaitAsync(_patience));
        failure.Status.ShouldBe(SftpStatus.ConnectionLost);
        failure.Message.ShouldContain("without an answer for 100 s");
        await client.Completion.WaitAsync(_patience);
        (await Should.ThrowAsync<SftpException>(client.StatAsync("/b", default).AsTask().WaitAsync(_patience))).Message.ShouldBe(failure.Message);
    }

    [Fact]
    public async Task Every_answer_gives_the_others_the_same_time_again()
    {
        await using var client = await StartAsync();
        var (first, second) = (client.StatAsync("/a", default).AsTask(), client.StatAsync("/b", default).AsTask());
        _time.Advance(_limit * 0.9);
        await _server.Output.WriteAsync(Packet(PacketType.Attributes, U32(1), U32(0)));
        await first.WaitAsync(_patience);
        _time.Advance(_limit * 0.9);
        await _server.Output.WriteAsync(Packet(PacketType.Attributes, U32(2), U32(0)));
        await second.WaitAsync(_patience);
    }

    [Fact]
    public async Task Writer_that_waits_for_a_server_to_take_more_is_told_too()
    {
        await using var client = await StartAsync();
        var opening = client.OpenAsync("/a", SftpOpenFlags.Write, default, default).AsTask();
        await _server.Output.WriteAsync(Packet(PacketType.Handle, U32(1), Str("handle")));
        var file = await opening.WaitAsync(_patience);
        var writing = file.WriteAsync(0, new ReadOnlySequence<byte>(new byte[5_000_000]), default).AsTask();

        _time.Advance(_limit * 2);

        (await Should.ThrowAsync<SftpException>(writing.WaitAsync(_patience))).Status.ShouldBe(SftpStatus.ConnectionLost);
        await file.DisposeAsync().AsTask().WaitAsync(_patience);
    }

    private async Task<SftpClient> StartAsync()
    {
        await _server.Output.WriteAsync(Packet(PacketType.Version, U32(3)));
        return await SftpClient.StartAsync(_client, new SftpClientOptions { AnswerTimeout = _limit, TimeProvider = _time }, default).WaitAsync(_patience);
    }
}
