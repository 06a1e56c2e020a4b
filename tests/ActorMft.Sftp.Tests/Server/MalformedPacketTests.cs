using ActorMft.Sftp.Local;
using ActorMft.Sftp.Protocol;
using ActorMft.Sftp.Tests.Support;
using FsCheck;
using FsCheck.Fluent;
using static ActorMft.Sftp.Tests.Support.RawSession;
using Check = FsCheck.Check;

namespace ActorMft.Sftp.Tests.Server;

/// <summary>Whatever comes in, the server answers or ends; it never hangs, and nothing but the protocol's exception comes out.</summary>
public sealed class MalformedPacketTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly LocalFileSystem _files;

    public MalformedPacketTests()
    {
        _files = new LocalFileSystem(_directory.Path, new LocalFileSystemOptions());
    }

    public void Dispose()
    {
        _files.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Random_bytes_end_the_session_or_are_answered()
    {
        var bytes = ArbMap.Default.ArbFor<byte[]>();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(bytes, input => EndsWellAsync(session => session.SendRawAsync(input)).GetAwaiter().GetResult()));
    }

    [Fact]
    public void Framed_requests_with_random_fields_are_each_answered_once_and_in_order()
    {
        var type = Gen.Elements(Enumerable.Range(3, 18).Select(i => (byte)i).Append((byte)200).Append((byte)77).ToArray());
        var field = Gen.OneOf(
            ArbMap.Default.GeneratorFor<byte[]>(),
            ArbMap.Default.GeneratorFor<byte[]>().Select(Str),
            ArbMap.Default.GeneratorFor<uint>().Select(U32),
            ArbMap.Default.GeneratorFor<ulong>().Select(U64),
            Gen.Elements("", ".", "..", "a", "/a/b", "posix-rename@openssh.com", "copy-data", "fsync@openssh.com", "users-groups-by-id@openssh.com").Select(Str),
            Gen.Constant(U64(1)).Select(Str));
        var packets = (from t in type from fields in field.ListOf() select (Type: t, Fields: fields)).ListOf();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(300),
            Prop.ForAll(packets.ToArbitrary(), list => EndsWellAsync(async session =>
            {
                for (var i = 0; i < list.Count; i++)
                {
                    await session.SendAsync((PacketType)list[i].Type, [U32((uint)i), .. list[i].Fields]);
                    var answer = await session.ReceiveAsync();
                    new SftpReader(answer.Fields).ReadUInt32().ShouldBe((uint)i);
                }
            }).GetAwaiter().GetResult()));
    }

    [Fact]
    public void Valid_requests_with_a_changed_byte_end_the_session_or_are_answered()
    {
        byte[][] valid =
        [
            Packet(PacketType.Open, U32(1), Str("a"), U32(0x1A), U32(4), U32(420)),
            Packet(PacketType.Write, U32(2), Str(U64(1)), U64(0), Str("content")),
            Packet(PacketType.Read, U32(3), Str(U64(1)), U64(0), U32(100)),
            Packet(PacketType.SetStat, U32(4), Str("a"), U32(0x80000008), U32(1), U32(2), U32(1), Str("x"), Str("y")),
            Packet(PacketType.Extended, U32(5), Str("copy-data"), Str(U64(1)), U64(0), U64(0), Str(U64(1)), U64(0)),
            Packet(PacketType.SymbolicLink, U32(6), Str("a"), Str("l")),
            Packet(PacketType.Close, U32(7), Str(U64(1))),
        ];
        var length = valid.Sum(packet => packet.Length);
        var changes = (from at in Gen.Choose(0, length - 1) from value in Gen.Choose(0, 255) select (At: at, Value: (byte)value)).NonEmptyListOf();
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500),
            Prop.ForAll(changes.ToArbitrary(), list => EndsWellAsync(session =>
            {
                var bytes = valid.SelectMany(packet => packet).ToArray();
                foreach (var (at, value) in list)
                {
                    bytes[at] = value;
                }

                return session.SendRawAsync(bytes);
            }).GetAwaiter().GetResult()));
    }

    private async Task EndsWellAsync(Func<RawSession, Task> act)
    {
        var session = await StartInitializedAsync(_files);
        await act(session);
        (await session.EndAsync())?.ShouldBeOfType<SftpException>();
    }
}
