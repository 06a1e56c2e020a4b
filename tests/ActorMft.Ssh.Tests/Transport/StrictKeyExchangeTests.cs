using System.Buffers.Binary;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Tests.Transport;

public sealed class StrictKeyExchangeTests
{
    private static readonly byte[] s_ignore = [(byte)SshMessage.Ignore, 0, 0, 0, 0];

    [Fact]
    public async Task Packet_before_the_first_key_exchange_message_disconnects()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        client.Output.SendUnheld(s_ignore);
        client.Exchanger.Start();
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    [Theory]
    [InlineData(SshMessage.Ignore)]
    [InlineData(SshMessage.Debug)]
    [InlineData(SshMessage.Unimplemented)]
    [InlineData(SshMessage.ServiceRequest)]
    [InlineData(SshMessage.NewKeys)]
    [InlineData(SshMessage.KeyExchangeInit)]
    [InlineData(SshMessage.ExchangeReply)]
    [InlineData(SshMessage.ChannelOpen)]
    public async Task Message_within_the_first_key_exchange_disconnects(object message)
    {
        await using RawClient client = await RawClient.ConnectAsync();
        client.Exchanger.Start();
        client.Output.SendUnheld([(byte)(SshMessage)message, 0, 0, 0, 0]);
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    [Fact]
    public async Task Message_between_the_request_and_new_keys_disconnects()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        client.Exchanger.Start();
        byte[] init = await client.ReadAsync();
        await client.Exchanger.HandleAsync(SshMessage.KeyExchangeInit, init, isRunning: false, CancellationToken.None);
        client.Output.SendUnheld(s_ignore);
        await client.ExchangeKeysAsync();
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    [Fact]
    public async Task Second_key_exchange_before_the_login_disconnects()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.ExchangeKeysAsync();
        client.Exchanger.Start();
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    [Fact]
    public async Task Message_other_than_of_the_exchange_while_rekeying_disconnects()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.LogInAsync();
        client.Exchanger.Start();
        client.Output.SendUnheld([(byte)SshMessage.GlobalRequest, 0, 0, 0, 1, (byte)'x', 1]);
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    [Fact]
    public async Task Rekey_flood_is_cut_when_the_allowance_is_used_up()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.LogInAsync();
        int exchanges = 0;
        SshException failure = await Should.ThrowAsync<SshException>(async () =>
        {
            while (exchanges < 2000)
            {
                await client.ExchangeKeysAsync();
                exchanges++;
            }
        });
        failure.Message.ShouldContain("more often than is accepted");
        exchanges.ShouldBeGreaterThanOrEqualTo(RekeyAllowance.Burst);
    }

    [Theory]
    [InlineData(0x7FFFFFFF)]
    [InlineData(35_008)]
    [InlineData(0)]
    [InlineData(13)]
    public async Task Packet_of_a_bad_length_before_the_login_disconnects(int length)
    {
        await using RawClient client = await RawClient.ConnectAsync();
        byte[] packet = new byte[64];
        BinaryPrimitives.WriteInt32BigEndian(packet, length);
        client.Output.SendRaw(packet);
        await client.ExpectDisconnectAsync(SshDisconnectReason.ProtocolError);
    }

    [Fact]
    public async Task Packet_changed_on_the_way_disconnects()
    {
        await using RawClient client = await RawClient.ConnectAsync();
        await client.ExchangeKeysAsync();
        byte[] packet = new byte[4 + 32 + 16];
        packet[3] = 32;
        client.Output.SendRaw(packet);
        await client.ExpectDisconnectAsync(SshDisconnectReason.MacError);
    }

    [Fact]
    public async Task Silent_client_is_cut_when_the_login_grace_is_over()
    {
        await using RawClient client = await RawClient.ConnectAsync(Defaults.Server with { LoginGrace = TimeSpan.FromMilliseconds(100) });
        (await Should.ThrowAsync<SshException>(client.Accepting.WaitAsync(Defaults.Patience))).Reason.ShouldBe(SshFailure.Timeout);
    }
}
