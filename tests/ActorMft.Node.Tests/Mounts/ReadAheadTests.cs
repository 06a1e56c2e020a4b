using System.Security.Cryptography;
using ActorMft.Node.Mounts;
using ActorMft.Testing;

namespace ActorMft.Node.Tests.Mounts;

public sealed class ReadAheadTests
{
    private const int Plenty = 100 * 1024 * 1024;

    private readonly byte[] _content = RandomNumberGenerator.GetBytes((10 * ReadAhead.BlockSize) + 12_345);

    [Theory]
    [InlineData(1, Plenty)]
    [InlineData(2, Plenty)]
    [InlineData(3, 3 * ReadAhead.BlockSize)]
    [InlineData(4, 0)]
    public async Task Whatever_is_read_in_whatever_order_is_what_the_file_has(int seed, int memory)
    {
        var dice = new Dice((ulong)seed);
        var budget = new MemoryBudget(memory);
        var file = new SlowFile(_content) { IsFast = true };
        await using (var reading = new ReadAhead(file, budget))
        {
            var offset = 0L;
            for (var round = 0; round < 2000; round++)
            {
                var buffer = new byte[1 + dice.Below(70_000)];
                var count = await reading.ReadAsync(offset, buffer, CancellationToken.None);
                buffer.AsSpan(0, count).SequenceEqual(_content.AsSpan((int)Math.Min(offset, _content.Length), count)).ShouldBeTrue($"round {round} at {offset}");
                (count > 0 || offset >= _content.Length).ShouldBeTrue($"round {round}: nothing at {offset}");
                offset = dice.Below(20) == 0 ? dice.Below(_content.Length + 1000) : offset + count;
            }
        }

        budget.TryTake(memory).ShouldBeTrue("all memory is given back");
    }

    [Fact]
    public async Task Sequential_reader_has_blocks_on_the_way_before_it_asks_and_one_that_jumps_has_none()
    {
        var file = new SlowFile(_content) { IsFast = true };
        await using var reading = new ReadAhead(file, new MemoryBudget(Plenty));
        var buffer = new byte[32 * 1024];
        await reading.ReadAsync(0, buffer, CancellationToken.None);
        file.IsFast = false;
        var second = reading.ReadAsync(buffer.Length, buffer, CancellationToken.None);
        file.Waiting.ShouldBe(1);
        file.Answer(0);
        await second;
        file.Waiting.ShouldBe(1);

        var elsewhere = reading.ReadAsync(5_000, buffer, CancellationToken.None);
        file.Waiting.ShouldBe(2);
        file.Answer(1);
        (await elsewhere).ShouldBe(buffer.Length);
        file.Waiting.ShouldBe(1);
    }

    [Fact]
    public async Task File_that_grows_is_read_on()
    {
        var file = new SlowFile([1, 2, 3]) { IsFast = true };
        await using var reading = new ReadAhead(file, new MemoryBudget(Plenty));
        var buffer = new byte[10];
        (await reading.ReadAsync(0, buffer.AsMemory(0, 1), CancellationToken.None)).ShouldBe(1);
        (await reading.ReadAsync(1, buffer.AsMemory(0, 1), CancellationToken.None)).ShouldBe(1);
        (await reading.ReadAsync(2, buffer, CancellationToken.None)).ShouldBe(1);
        (await reading.ReadAsync(3, buffer, CancellationToken.None)).ShouldBe(0);
        await file.WriteAsync(3, new([4, 5]), CancellationToken.None);
        (await reading.ReadAsync(3, buffer, CancellationToken.None)).ShouldBe(2);
    }
}
