using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Tests.Wire;

public sealed class SshReaderTests
{
    [Fact]
    public void Values_written_are_read_back()
    {
        using var writer = new SshWriter(stackalloc byte[4]);
        writer.WriteByte(7);
        writer.WriteBoolean(true);
        writer.WriteUInt32(0xDEADBEEF);
        writer.WriteUInt64(1UL << 63);
        writer.WriteString("héllo");
        writer.WriteNameList(["a", "b"]);
        writer.WriteMpint([0, 0, 0x80, 1]);
        writer.WriteMpint([]);
        var reader = new SshReader(writer.Written);
        reader.ReadByte().ShouldBe((byte)7);
        reader.ReadBoolean().ShouldBeTrue();
        reader.ReadUInt32().ShouldBe(0xDEADBEEF);
        reader.ReadUInt64().ShouldBe(1UL << 63);
        reader.ReadUtf8().ShouldBe("héllo");
        reader.ReadNameList().ShouldBe(["a", "b"]);
        reader.ReadMpint().ToArray().ShouldBe([0x80, 1]);
        reader.ReadMpint().IsEmpty.ShouldBeTrue();
        reader.ExpectEnd();
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 5, 1, 2 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0, 0, 0, 1, 0x80 })]
    [InlineData(new byte[] { 0, 0, 0, 2, 0, 1 })]
    [InlineData(new byte[] { 0, 0, 0, 1, 0 })]
    public void Mpint_that_is_short_long_negative_or_padded_is_refused(byte[] input) =>
        Should.Throw<SshException>(() => new SshReader(input).ReadMpint().Length).Reason.ShouldBe(SshFailure.Protocol);

    [Theory]
    [InlineData("a,,b")]
    [InlineData(",a")]
    [InlineData("a b")]
    [InlineData("ä")]
    public void Name_list_with_an_empty_or_foreign_name_is_refused(string list)
    {
        using var writer = new SshWriter([]);
        writer.WriteString(list);
        byte[] input = writer.ToArray();
        Should.Throw<SshException>(() => new SshReader(input).ReadNameList()).Reason.ShouldBe(SshFailure.Protocol);
    }
}
