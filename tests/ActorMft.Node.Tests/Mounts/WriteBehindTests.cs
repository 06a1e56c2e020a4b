using System.Security.Cryptography;
using ActorMft.Node.Mounts;
using ActorMft.Sftp;
using ActorMft.Testing;

namespace ActorMft.Node.Tests.Mounts;

public sealed class WriteBehindTests
{
    private const int Plenty = 100 * 1024 * 1024;
    private static readonly CancellationToken _none = CancellationToken.None;

    [Theory]
    [InlineData(1, Plenty)]
    [InlineData(2, 300_000)]
    [InlineData(3, 0)]
    public async Task What_was_written_in_whatever_order_is_what_the_file_has_after_the_drain(int seed, int memory)
    {
        var dice = new Dice((ulong)seed);
        var budget = new MemoryBudget(memory);
        var expected = new byte[2_000_000];
        var file = new SlowFile([]) { IsFast = true };
        await file.WriteAsync(0, new(new byte[expected.Length]), _none);
        var writing = new WriteBehind(file, budget);
        var offset = 0;
        for (var round = 0; round < 1000; round++)
        {
            var data = RandomNumberGenerator.GetBytes(1 + dice.Below(Math.Min(50_000, expected.Length - offset)));
            data.CopyTo(expected, offset);
            await writing.WriteAsync(offset, new(data), _none);
            offset += data.Length;
            offset = dice.Below(5) == 0 || offset > expected.Length - 100_000 ? dice.Below(expected.Length - 100_000) : offset;
        }

        await writing.DrainAsync(_none);
        file.Content.AsSpan().SequenceEqual(expected).ShouldBeTrue();
        budget.TryTake(memory).ShouldBeTrue("all memory is given back");
    }

    [Fact]
    public async Task Writes_go_on_while_earlier_ones_are_on_the_way_and_the_drain_waits_for_all()
    {
        var file = new SlowFile([]);
        var writing = new WriteBehind(file, new MemoryBudget(Plenty));
        await writing.WriteAsync(0, new(new byte[1000]), _none);
        await writing.WriteAsync(1000, new(new byte[1000]), _none);
        file.Waiting.ShouldBe(2);
        var drain = writing.DrainAsync(_none).AsTask();
        file.Answer(1);
        drain.IsCompleted.ShouldBeFalse();
        file.Answer(0);
        await drain;
        file.Content.Length.ShouldBe(2000);
    }

    [Fact]
    public async Task Second_write_to_the_same_place_waits_for_the_first()
    {
        var file = new SlowFile([]);
        var writing = new WriteBehind(file, new MemoryBudget(Plenty));
        await writing.WriteAsync(0, new([1, 1, 1, 1]), _none);
        var second = writing.WriteAsync(2, new([2]), _none).AsTask();
        file.Waiting.ShouldBe(1);
        second.IsCompleted.ShouldBeFalse();
        file.Answer(0);
        await second;
        file.Answer(0);
        await writing.DrainAsync(_none);
        file.Content.ShouldBe([1, 1, 2, 1]);
    }

    [Fact]
    public async Task No_more_than_the_window_is_on_the_way()
    {
        var file = new SlowFile([]);
        var writing = new WriteBehind(file, new MemoryBudget(Plenty));
        for (var megabyte = 0; megabyte < 8; megabyte++)
        {
            await writing.WriteAsync(megabyte << 20, new(new byte[1 << 20]), _none);
        }

        var ninth = writing.WriteAsync(8 << 20, new(new byte[1]), _none).AsTask();
        ninth.IsCompleted.ShouldBeFalse();
        file.Answer(0);
        await ninth;
    }

    [Fact]
    public async Task Refused_write_is_told_at_the_next_write_and_at_each_drain_and_nothing_is_written_after_it()
    {
        var file = new SlowFile([]) { IsFast = true, RefuseFrom = 10 };
        var writing = new WriteBehind(file, new MemoryBudget(Plenty));
        await writing.WriteAsync(0, new(new byte[10]), _none);
        await writing.WriteAsync(10, new(new byte[10]), _none);
        file.RefuseFrom = long.MaxValue;
        (await Should.ThrowAsync<SftpException>(() => writing.WriteAsync(20, new(new byte[10]), _none).AsTask())).Message.ShouldBe("No space left.");
        await Should.ThrowAsync<SftpException>(() => writing.DrainAsync(_none).AsTask());
        await Should.ThrowAsync<SftpException>(() => writing.DrainAsync(_none).AsTask());
        file.Content.Length.ShouldBe(10);
    }
}
