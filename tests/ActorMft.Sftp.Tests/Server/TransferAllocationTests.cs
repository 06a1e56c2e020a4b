using ActorMft.Sftp.Tests.Support;
using ActorMft.Ssh.Transport;

namespace ActorMft.Sftp.Tests.Server;

/// <summary>Runs alone: what is counted is the whole process's.</summary>
[Collection(nameof(AllocationTests))]
public sealed class TransferAllocationTests
{
    private const int BlockSize = 4 * 1024;
    private const int Length = 64 * 1024 * 1024;

    // Code is compiled and buffers come into the pools, which each thread has, in the first ones; what every request would allocate is in all of
    // them. The first good one is enough.
    private const int Rounds = 25;

    // Bytes per request, of both sides together; the smallest object has 24. What is left is what a file costs.
    private const double Limit = 20;

    [Theory]
    [InlineData("aes128-gcm@openssh.com", null)]
    [InlineData("chacha20-poly1305@openssh.com", null)]
    [InlineData("aes128-ctr", "hmac-sha2-256")]
    [InlineData("aes128-ctr", "hmac-sha2-256-etm@openssh.com")]
    public async Task Upload_and_download_over_a_socket_do_not_allocate_per_packet_or_request(string cipher, string? mac)
    {
#if DEBUG
        // Debug builds make an object of every state machine.
        const double limit = 2000;
#else
        const double limit = Limit;
#endif
        var algorithms = new SshAlgorithmPreferences { Ciphers = [cipher], Macs = mac is null ? null : [mac] };
        await using var session = await SocketSession.StartAsync(algorithms, new SftpClientOptions { BlockSize = BlockSize });
        var content = session.Directory.WriteRandom("source", Length);
        var (source, target) = (session.Directory["source"], session.Directory["target"]);
        var least = double.MaxValue;
        for (var round = 0; round < Rounds && least >= limit; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await TransferAsync();
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / (2.0 * Length / BlockSize));
        }

        least.ShouldBeLessThan(limit);
        (await File.ReadAllBytesAsync(target)).ShouldBeBytes(content);

        async Task TransferAsync()
        {
            using var from = File.OpenHandle(source);
            await session.Client.UploadAsync(from, "/stored", 0, null, default);
            using var to = File.OpenHandle(target, FileMode.Create, FileAccess.Write);
            await session.Client.DownloadAsync("/stored", to, 0, null, default);
        }
    }
}
