using System.Globalization;
using ActorMft.Testing;

namespace ActorMft.Bench.Ssh.Floors;

/// <summary>What libcrypto takes for a GiB in packets of 32 KiB, as its own <c>openssl speed</c> says.</summary>
internal static class CipherFloor
{
    private const string PacketBytes = "32768";
    private const double Gib = 1L << 30;

    internal static async Task<double> MeasureAsync(string cipher) => cipher switch
    {
        // Without its MAC, for which a stream is not what counts: packets can be hashed side by side.
        "aes128-ctr" => await SpeedAsync("-evp", "aes-128-ctr"),
        Ciphers.AesGcm => await SpeedAsync("-evp", "aes-128-gcm"),
        _ => await SpeedAsync("-evp", "chacha20-poly1305"),
    };

    /// <summary>The best of some, in seconds of user time for a GiB.</summary>
    private static async Task<double> SpeedAsync(params string[] what)
    {
        var best = 0.0;
        for (var i = 0; i < 3; i++)
        {
            // The last line: +F:number:name:bytes per second.
            var run = await ProcessRun.OfAsync("openssl", ["speed", "-mr", "-seconds", "1", "-bytes", PacketBytes, .. what]);
            run.ExitCode.ShouldBe(0, run.Error);
            best = Math.Max(best, double.Parse(run.Output.TrimEnd().Split(':')[^1], CultureInfo.InvariantCulture));
        }

        return Gib / best;
    }
}
