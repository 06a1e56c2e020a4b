using System.Text;
using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Ssh.Tests.Attacks;

/// <summary>
/// CVE-2023-48795, Terrapin: a packet put in before NEWKEYS shifts the sequence numbers, so that the first sealed packet can be left out without its successor's
/// authentication code failing. Strict key exchange ends both: nothing may be put in, and the numbers start again.
/// </summary>
public sealed class TerrapinTests
{
    private static readonly byte[] s_ignore = [(byte)SshMessage.Ignore, 0, 0, 0, 0];

    private static int ExtensionInfoSize => Interceptor.SealedSize(ExtensionInfo.Write(SshAlgorithms.UserKeySignatureNames).Length);

    private static int ServiceRequestSize => Interceptor.SealedSize(UserAuthMessages.Service(SshMessage.ServiceRequest, "ssh-userauth").Length);

    [Fact]
    public async Task Cve_2023_48795_packet_put_in_towards_the_client_and_ext_info_left_out_is_noticed()
    {
        (await ConnectAsync(Interceptor.Start(toClient: BeforeNewKeys(s_ignore), dropToClient: ExtensionInfoSize)))
            .ShouldContain("Message 2 came during a key exchange.");
    }

    [Fact]
    public async Task Cve_2023_48795_packet_put_in_towards_the_server_and_the_first_request_left_out_is_noticed()
    {
        (await ConnectAsync(Interceptor.Start(toServer: BeforeNewKeys(s_ignore), dropToServer: ServiceRequestSize)))
            .ShouldContain("Message 2 came during a key exchange.");
    }

    [Fact]
    public async Task Cve_2023_48795_first_sealed_packet_left_out_without_one_put_in_is_noticed()
    {
        // The length is enciphered too, so what is seen is mostly an impossible one.
        (await ConnectAsync(Interceptor.Start(dropToClient: ExtensionInfoSize))).ShouldMatch("longer than the|authentication code|not a multiple");
    }

    [Fact]
    public async Task Cve_2023_48795_taking_the_marker_out_of_the_negotiation_breaks_the_host_keys_signature()
    {
        (await ConnectAsync(Interceptor.Start(toClient: WithoutMarker, toServer: WithoutMarker))).ShouldContain("could not prove");
    }

    [Fact]
    public async Task Line_that_only_passes_everything_on_lets_the_two_connect()
    {
        (await ConnectAsync(Interceptor.Start())).ShouldBe("connected");
    }

    private static Func<byte[], IEnumerable<byte[]>> BeforeNewKeys(byte[] payload) =>
        sent => sent[0] == (byte)SshMessage.NewKeys ? [payload, sent] : [sent];

    private static IEnumerable<byte[]> WithoutMarker(byte[] payload)
    {
        byte[] changed = [.. payload];
        int at = changed.AsSpan().IndexOf("kex-strict-"u8);
        if (at >= 0)
        {
            changed[at] = (byte)'x';
        }

        return [changed];
    }

    private static async Task<string> ConnectAsync(Interceptor line)
    {
        SshAlgorithmPreferences algorithms = Defaults.Only(cipher: "chacha20-poly1305@openssh.com");
        Task<SshServerConnection> accepting = EchoPair.AcceptAsync(line.ServerSide, Defaults.Server with { Algorithms = algorithms });
        try
        {
            await using SshClient client = await SshClient.ConnectAsync(
                line.ClientSide, Defaults.Client with { Algorithms = algorithms }, NullLogger.Instance, TimeProvider.System, CancellationToken.None).WaitAsync(Defaults.Patience);
            await (await accepting).DisposeAsync();
            await line.Running.WaitAsync(Defaults.Patience);
            return "connected";
        }
        catch (SshException failure)
        {
            var refused = new StringBuilder(failure.Message);
            try
            {
                await accepting.WaitAsync(Defaults.Patience);
            }
            catch (SshException other)
            {
                refused.Append(' ').Append(other.Message);
            }

            await line.Running.WaitAsync(Defaults.Patience);
            return refused.ToString();
        }
    }
}
