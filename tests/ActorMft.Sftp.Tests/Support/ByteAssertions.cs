namespace ActorMft.Sftp.Tests.Support;

internal static class ByteAssertions
{
    /// <summary>Compares as memory, which for megabytes is much quicker than element by element.</summary>
    public static void ShouldBeBytes(this byte[] actual, byte[] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        actual.AsSpan().CommonPrefixLength(expected).ShouldBe(expected.Length, "the first byte that differs");
    }
}
