using System.Globalization;
using ActorMft.Cluster.Tests.Parts;

namespace ActorMft.Cluster.Tests;

/// <summary><c>MINUTES SEED</c>: chaos for so long, said as it happens. <c>./test chaos</c> runs it.</summary>
internal static class ChaosProgram
{
    internal static async Task<int> Main(string[] args)
    {
        if (args.Length != 2
            || !double.TryParse(args[0], CultureInfo.InvariantCulture, out var minutes)
            || !ulong.TryParse(args[1], CultureInfo.InvariantCulture, out var seed))
        {
            await Console.Error.WriteLineAsync("usage: MINUTES SEED");
            return 2;
        }

        try
        {
            await new ChaosRun(seed, Console.Out.WriteLine).RunAsync(TimeSpan.FromMinutes(minutes));
            return 0;
        }
        catch (Exception exception)
        {
            await Console.Error.WriteLineAsync(exception.ToString());
            return 1;
        }
    }
}
