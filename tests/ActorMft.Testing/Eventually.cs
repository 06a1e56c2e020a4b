using System.Diagnostics;

namespace ActorMft.Testing;

/// <summary>Waits for a condition of another process, which can only be asked and not awaited.</summary>
public static class Eventually
{
    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> probe, TimeSpan? limit = null)
        where T : class
    {
        var bound = limit ?? TimeSpan.FromSeconds(60);
        var clock = Stopwatch.StartNew();
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        do
        {
            if (await probe() is { } found)
            {
                return found;
            }
        }
        while (clock.Elapsed < bound && await pause.WaitForNextTickAsync());

        throw new TimeoutException($"After {bound.TotalSeconds:0} s still not so: {what}");
    }

    public static Task TrueAsync(string what, Func<Task<bool>> probe, TimeSpan? limit = null) =>
        GetAsync(what, async () => await probe() ? "so" : null, limit);

    public static Task TrueAsync(string what, Func<bool> probe, TimeSpan? limit = null) =>
        TrueAsync(what, () => Task.FromResult(probe()), limit);
}
