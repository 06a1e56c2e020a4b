using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Tests.Channels;

public sealed class ChannelInputTests
{
    private const int Size = 64 * 1024;

    private readonly InputBlock _block = new(Size);
    private readonly List<long?> _consumed = [];
    private readonly ChannelInput _input;

    public ChannelInputTests()
    {
        _input = new ChannelInput(_consumed.Add);
        RandomNumberGenerator.Fill(_block.Bytes);
    }

    [Fact]
    public void Waiting_reader_goes_on_within_the_delivery()
    {
        ValueTask<ReadResult> reading = _input.ReadAsync();
        Add(0, 10_000);
        reading.IsCompleted.ShouldBeFalse();

        _input.Deliver(_block);

        reading.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task What_was_delivered_is_read_where_it_lies_until_it_is_consumed()
    {
        Add(0, 10_000);
        Add(20_000, 10_000);
        ReadResult read = await _input.ReadAsync();
        _input.Deliver(_block);

        _block.IsShared.ShouldBeTrue();
        _block.Bytes.AsSpan(20_000, 10_000).Fill(7);
        read.Buffer.Slice(10_000).ToArray().ShouldAllBe(b => b == 7);

        _input.AdvanceTo(read.Buffer.End);
        _block.IsShared.ShouldBeFalse();
        _consumed.ShouldBe([20_000]);
    }

    [Fact]
    public async Task What_nobody_reads_yet_is_the_channels_own_after_the_delivery()
    {
        byte[] expected = _block.Bytes[..15_000];
        Add(0, 10_000);
        ReadResult read = await _input.ReadAsync();
        _input.AdvanceTo(read.Buffer.GetPosition(4_000), read.Buffer.End);
        Add(10_000, 5_000);

        _input.Deliver(_block);
        _block.Bytes.AsSpan().Clear();

        _block.IsShared.ShouldBeFalse();
        (await ReadAllAsync()).ShouldBe(expected[4_000..]);
    }

    [Fact]
    public async Task What_comes_while_a_reader_is_at_work_is_copied_behind_what_it_keeps()
    {
        byte[] expected = _block.Bytes[..30_000];
        Add(0, 10_000);
        ReadResult read = await _input.ReadAsync();
        _input.Deliver(_block);
        var next = new InputBlock(Size);
        expected.AsSpan(10_000).CopyTo(next.Bytes);
        _input.TryAdd(next.Bytes.AsMemory(0, 20_000)).ShouldBeTrue();
        _input.Deliver(next);

        next.IsShared.ShouldBeFalse();
        next.Bytes.AsSpan().Clear();
        read.Buffer.ToArray().ShouldBe(expected[..10_000]);
        _input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        (await ReadAllAsync()).ShouldBe(expected);
        _block.IsShared.ShouldBeFalse();
    }

    [Fact]
    public async Task Short_and_long_pieces_come_out_in_their_order_whatever_is_left_of_them()
    {
        byte[] expected = _block.Bytes[..60_000];
        var received = new List<byte>();
        int position = 0;
        for (int length = 1; position < expected.Length; length = (length * 5 % 4099) + 1)
        {
            int count = Math.Min(length, expected.Length - position);
            _input.TryAdd(expected.AsMemory(position, count)).ShouldBeTrue();
            position += count;
            if (length % 3 == 0)
            {
                ReadResult read = await _input.ReadAsync();
                ReadOnlySequence<byte> taken = read.Buffer.Slice(0, read.Buffer.Length / 2);
                received.AddRange(taken.ToArray());
                _input.AdvanceTo(taken.End, taken.End);
                _input.Deliver(_block);
            }
        }

        received.AddRange(await ReadAllAsync());
        received.ToArray().ShouldBe(expected);
        _consumed.Sum().ShouldBe(expected.Length);
    }

    [Fact]
    public async Task End_is_read_behind_the_rest_and_a_failure_at_once()
    {
        Add(0, 5_000);
        _input.End(failure: null);
        ReadResult last = await _input.ReadAsync();
        (last.Buffer.Length, last.IsCompleted).ShouldBe((5_000, true));
        _input.TryAdd(_block.Bytes).ShouldBeFalse();

        var other = new ChannelInput(_ => { });
        Task<ReadResult> reading = other.ReadAsync().AsTask();
        other.End(new SshException(SshFailure.ConnectionLost, "gone"));
        (await Should.ThrowAsync<SshException>(reading)).Message.ShouldBe("gone");
    }

    [Fact]
    public async Task Waiting_ends_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        Task<ReadResult> reading = _input.ReadAsync(stop.Token).AsTask();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(reading);

        Task<ReadResult> other = _input.ReadAsync().AsTask();
        _input.CancelPendingRead();
        (await other.WaitAsync(Support.Defaults.Patience)).IsCanceled.ShouldBeTrue();
    }

    private void Add(int start, int length) => _input.TryAdd(_block.Bytes.AsMemory(start, length)).ShouldBeTrue();

    private async Task<byte[]> ReadAllAsync()
    {
        ReadResult read = await _input.ReadAsync();
        byte[] bytes = read.Buffer.ToArray();
        _input.AdvanceTo(read.Buffer.End);
        return bytes;
    }
}
