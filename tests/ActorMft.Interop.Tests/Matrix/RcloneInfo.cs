using ActorMft.Interop.Tests.Matrix.Clients;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>What <c>rclone test info</c> finds out about a server by trying.</summary>
internal static class RcloneInfo
{
    public static async Task<string> AskAsync(Target target)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var run = await ProcessRun.OfAsync(
            "rclone",
            ["--config", "/dev/null", "test", "info", "--all", "matrix:rclone-info"],
            environment: Rclone.Environment(target, LoginMethod.Key),
            cancellationToken: limit.Token);
        run.ShouldSucceed("rclone test info");

        // The first line has a random name.
        return run.Output[(run.Output.IndexOf('\n', StringComparison.Ordinal) + 1)..].Trim();
    }
}
