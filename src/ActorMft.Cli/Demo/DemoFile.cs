using System.Globalization;
using System.Security.Cryptography;

namespace ActorMft.Cli.Demo;

/// <summary>A file of orders, different at every run.</summary>
/// <param name="Path">On this machine.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
internal sealed record DemoFile(string Path, long Length, string Sha256)
{
    private const int Rows = 60_000;

    public string Name => System.IO.Path.GetFileName(Path);

    public static async Task<DemoFile> WriteAsync(string folder, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var path = System.IO.Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"orders-{now.UtcDateTime:yyyyMMdd-HHmmss-fff}.csv"));
        await using (var writer = new StreamWriter(path))
        {
            await writer.WriteLineAsync("order,article,amount,check");
            for (var row = 1; row <= Rows; row++)
            {
                var line = string.Create(CultureInfo.InvariantCulture, $"{row},A-{RandomNumberGenerator.GetInt32(10_000):0000},{RandomNumberGenerator.GetInt32(1, 500)},{RandomNumberGenerator.GetHexString(32, lowercase: true)}");
                await writer.WriteLineAsync(line.AsMemory(), cancellationToken);
            }
        }
        return await ReadAsync(path, cancellationToken);
    }

    public static async Task<DemoFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        var digest = await SHA256.HashDataAsync(stream, cancellationToken);
        return new DemoFile(path, stream.Length, Convert.ToHexStringLower(digest));
    }
}
