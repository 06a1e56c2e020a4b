using ActorMft.Sftp.Local;

namespace ActorMft.Sftp.Tests.Local;

public sealed class UnwrittenMemoryTests
{
    [Theory]
    [InlineData("MemFree: 5 kB\nDirty:              1234 kB\nWriteback:             0 kB\n", 1234L)]
    [InlineData("MemFree: 5 kB\n", null)]
    [InlineData("MemFree: 5 kB\nDirty:   much\n", null)]
    public void Line_gives_its_value(string text, long? kib) =>
        UnwrittenMemory.Kib(System.Text.Encoding.ASCII.GetBytes(text), "\nDirty:"u8).ShouldBe(kib);
}
