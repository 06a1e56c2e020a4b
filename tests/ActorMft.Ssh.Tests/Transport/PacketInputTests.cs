using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Tests.Transport;

public sealed class PacketInputTests
{
    [Fact]
    public async Task Block_with_the_password_that_has_let_in_is_cleared_when_it_goes_back()
    {
        (DuplexStream peer, DuplexStream stream) = DuplexStream.CreatePair();
        using var input = new PacketInput(stream, TimeProvider.System);
        input.TryReadPacket(out _).ShouldBeFalse();

        // uint32 length, byte padding, payload, padding: not sealed yet.
        await peer.WriteAsync((byte[])[0, 0, 0, 12, 4, .. "secret!"u8, 0, 0, 0, 0]);
        await input.FillAsync(0, CancellationToken.None).AsTask().WaitAsync(Defaults.Patience);
        input.TryReadPacket(out ReadOnlyMemory<byte> payload).ShouldBeTrue();
        payload.ToArray().ShouldBe("secret!"u8.ToArray());

        input.MaxPacket = PacketInput.MaxPacketAfterLogin;
        Task waiting = input.FillAsync(0, CancellationToken.None).AsTask();

        payload.ToArray().ShouldBe(new byte[7]);
        await peer.DisposeAsync();
        await Should.ThrowAsync<Exception>(waiting.WaitAsync(Defaults.Patience));
    }
}
