namespace ActorMft.Sftp.Client;

/// <summary>Work that was started and must have ended before its buffers are anybody else's.</summary>
internal static class Outstanding
{
    /// <summary>Waits for all; their failures were told by the one that ended the wait.</summary>
    public static async Task SettleAsync(IEnumerable<Task> tasks)
    {
        foreach (var task in tasks)
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
