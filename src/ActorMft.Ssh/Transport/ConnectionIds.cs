namespace ActorMft.Ssh.Transport;

/// <summary>Numbers the connections of this process, for logs.</summary>
internal static class ConnectionIds
{
    private static long s_last;

    public static long Next() => Interlocked.Increment(ref s_last);
}
