using System.Globalization;
using ActorMft.Testing;

namespace ActorMft.Bench.Ssh.Floors;

/// <summary>
/// What libcrypto and the kernel take for a transfer by themselves: nobody who encrypts with this library, talks to this kernel and keeps files in
/// its page cache can take less. An aim below it is out of reach. All in processor seconds per GiB.
/// </summary>
/// <param name="Cryptography">By cipher.</param>
/// <param name="Sending">Into a connection over the loopback.</param>
/// <param name="Receiving">From such a connection.</param>
/// <param name="Reading">A file that is in the page cache.</param>
/// <param name="Writing">Over a file that is emptied before.</param>
/// <param name="Flushing">What was written.</param>
internal sealed record StreamFloor(IReadOnlyDictionary<string, double> Cryptography, double Sending, double Receiving, double Reading, double Writing, double Flushing)
{
    internal string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"bound: the ratio if nothing but libcrypto and the kernel took time, each by itself on this machine (processor seconds for a GiB: {string.Join(", ", Cryptography.Select(cipher => string.Create(CultureInfo.InvariantCulture, $"{Ciphers.NameOf(cipher.Key)} {cipher.Value:0.00}")))} by `openssl speed` with 32 KiB, without a MAC; loopback, blocks of 256 KiB: sending {Sending:0.00}, receiving {Receiving:0.00}; page cache: reading {Reading:0.00}, writing over a file {Writing:0.00}, flushing {Flushing:0.00}). Where the bound misses the aim, so does everybody who encrypts, receives and flushes this way.");

    internal double ServerUpload(string cipher) => Cryptography[cipher] + Receiving + Writing + Flushing;

    internal double ServerDownload(string cipher) => Cryptography[cipher] + Reading + Sending;

    internal double ClientUpload(string cipher) => ServerDownload(cipher);

    internal double ClientDownload(string cipher) => Cryptography[cipher] + Receiving + Writing;

    /// <summary>Measures all of it, in some 15 s.</summary>
    /// <param name="folder">On the file system that is to be measured.</param>
    internal static async Task<StreamFloor> MeasureAsync(string folder)
    {
        var ciphers = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var cipher in Ciphers.All)
        {
            ciphers[cipher] = await CipherFloor.MeasureAsync(cipher);
        }

        var (sending, receiving) = await SocketFloor.MeasureAsync();
        (await ProcessRun.OfAsync("sync", [])).ExitCode.ShouldBe(0);
        var (reading, writing, flushing) = await FileFloor.MeasureAsync(Path.Combine(folder, "floor.bin"));
        return new StreamFloor(ciphers, sending, receiving, reading, writing, flushing);
    }
}
