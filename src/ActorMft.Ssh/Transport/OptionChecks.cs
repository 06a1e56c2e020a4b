namespace ActorMft.Ssh.Transport;

/// <summary>Checks of options; each names the option, its value and what is allowed.</summary>
internal static class OptionChecks
{
    private const int SmallestPacket = 32 * 1024;
    private const int LargestPacket = 256 * 1024;
    private const int LargestWindow = 1 << 30;
    private const int SmallestRekey = 64 * 1024;
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(30);

    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static void Common(string softwareVersion, int window, int maxPacket, long rekeyBytes, TimeSpan rekeyInterval, TimeSpan? keepAlive, int keepAliveCount)
    {
        if (softwareVersion.Length is 0 or > 200 || softwareVersion.Any(c => c is <= ' ' or > '~' or '-'))
        {
            throw new ArgumentException($"SoftwareVersion is '{softwareVersion}'; allowed are 1 to 200 printable ASCII characters without space and minus.");
        }

        Count("MaxPacket", maxPacket, SmallestPacket, LargestPacket);
        Count("ChannelWindow", window, maxPacket, LargestWindow);
        Count("RekeyBytes", rekeyBytes, SmallestRekey, long.MaxValue);
        Time("RekeyInterval", rekeyInterval);
        if (keepAlive is { } interval)
        {
            Time("KeepAlive", interval);
            Count("KeepAliveCount", keepAliveCount, 1, 1000);
        }
    }

    /// <exception cref="ArgumentException">The value is out of its range.</exception>
    public static void Count(string option, long value, long smallest, long largest)
    {
        if (value < smallest || value > largest)
        {
            throw new ArgumentException($"{option} is {value}; allowed is {smallest} to {largest}.");
        }
    }

    /// <exception cref="ArgumentException">The value is not positive, or longer than 30 days.</exception>
    public static void Time(string option, TimeSpan value)
    {
        if (value <= TimeSpan.Zero || value > s_longest)
        {
            throw new ArgumentException($"{option} is {value}; allowed is more than 0 and at most {s_longest.TotalDays} days.");
        }
    }
}
