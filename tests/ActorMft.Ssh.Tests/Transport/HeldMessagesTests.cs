using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Tests.Transport;

public sealed class HeldMessagesTests
{
    [Fact]
    public void Memory_of_many_messages_is_given_back_with_them()
    {
        var held = new HeldMessages();
        int count = 0;
        while (held.TryAdd(new byte[1000]))
        {
            count++;
        }

        count.ShouldBe(HeldMessages.MaxBytes / 1004);
        held.Capacity.ShouldBeGreaterThanOrEqualTo(count * 1004);
        using var packets = new SealedPackets();
        held.MoveTo(packets);

        packets.Length.ShouldBeGreaterThan(count * 1000);
        held.Capacity.ShouldBeLessThan(8 * 1024);
        held.TryAdd([1]).ShouldBeTrue();
    }
}
