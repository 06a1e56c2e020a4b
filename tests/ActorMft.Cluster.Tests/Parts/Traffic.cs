using System.Collections.Concurrent;
using ActorMft.Testing;

namespace ActorMft.Cluster.Tests.Parts;

/// <summary>
/// Partners who put files, each at whichever node, and put a file again at another one until its CLOSE was acknowledged. Contents
/// follow from the seed.
/// </summary>
/// <param name="cluster">Where they put.</param>
/// <param name="seed">Of the contents, and of who goes where.</param>
/// <param name="prefix">Of the files' names.</param>
public sealed class Traffic(NodeCluster cluster, ulong seed, string prefix = "file")
{
    private const int Partners = 4;

    /// <summary>A partner whose node does not answer for so long goes to another one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, int> _puts = [];
    private readonly string _folder = cluster.Workspace.Folder($"{prefix}-to-put");
    private int _next;

    /// <summary>The directory of the files that were acknowledged or are being put.</summary>
    public string Folder => _folder;

    /// <summary>How often each file was put until it was acknowledged.</summary>
    public IReadOnlyDictionary<string, int> Puts => _puts;

    /// <summary>Puts so many files.</summary>
    public Task PutAsync(int files, CancellationToken cancellationToken) => PutWhileAsync(() => Interlocked.Decrement(ref files) >= 0, cancellationToken);

    /// <summary>Puts one file after the other while it is wanted; a file that was begun is put to its end.</summary>
    public Task PutWhileAsync(Func<bool> isWanted, CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, Partners).Select(partner => Task.Run(
            async () =>
            {
                var dice = new Dice(seed + (ulong)partner);
                while (isWanted() && !cancellationToken.IsCancellationRequested)
                {
                    await PutOneAsync(dice, cancellationToken);
                }
            },
            cancellationToken)));

    private async Task PutOneAsync(Dice dice, CancellationToken cancellationToken)
    {
        var name = $"{prefix}-{Interlocked.Increment(ref _next):00000}.bin";
        var path = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(path, Bytes(dice), cancellationToken);
        for (var puts = 1; !cancellationToken.IsCancellationRequested; puts++)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            var partner = dice.Of(cluster.Partners);
            if ((await partner.RunAsync($"put {path} invoices/{name}\n", ["-o", "ConnectTimeout=5"], patience.Token)).ExitCode == 0)
            {
                _puts[name] = puts;
                return;
            }
        }
    }

    /// <summary>Mostly small, some large enough to be in the middle of when something breaks.</summary>
    private static byte[] Bytes(Dice dice)
    {
        var bytes = new byte[dice.Below(10) == 0 ? 2_000_000 + dice.Below(4_000_000) : 1_000 + dice.Below(100_000)];
        for (var at = 0; at + 8 <= bytes.Length; at += 8)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(at), dice.Next());
        }

        return bytes;
    }
}
