using System.Buffers;
using ActorMft.Sftp.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace ActorMft.Sftp.Tests.Protocol;

/// <summary>Every request that our client can send reaches the file system as it was meant, and its answer comes back so.</summary>
public sealed class RequestRoundTripTests : IAsyncLifetime
{
    private readonly RecordingFileSystem _files = new();
    private SftpClient _client = null!;
    private Task<bool> _server = null!;
    private MemoryPipe _serverEnd = null!;

    private static Gen<string> Part => Gen.Elements("a", "with space", "ü", "日本", "...", "..a", "-rf", "~", "\\", "new\nline", new string('x', 255), "🚀");

    private static Gen<string> Path => Part.NonEmptyListOf().Select(parts => "/" + string.Join('/', parts.Take(8)));

    private static Gen<uint?> Number => Gen.OneOf(Gen.Constant<uint?>(null), Gen.Elements<uint?>(0, 1, 0x81A4, 0x7FFFFFFF, 0x80000000, uint.MaxValue));

    // Owner and group, and the two times, travel together.
    private static Gen<SftpAttributes> Attributes =>
        from size in Gen.Elements<long?>(null, 0, 1, uint.MaxValue, long.MaxValue)
        from owner in Number
        from mode in Number
        from time in Number
        select new SftpAttributes { Size = size, UserId = owner, GroupId = owner + 1, Mode = mode, AccessTime = time, ModifyTime = time - 1 };

    public async Task InitializeAsync()
    {
        var (clientEnd, serverEnd) = MemoryPipe.Create();
        _serverEnd = serverEnd;
        _server = SftpServer.RunAsync(serverEnd, _files, new SftpServerOptions(), default);
        _client = await SftpClient.StartAsync(clientEnd, new SftpClientOptions(), default);
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server;
        await _serverEnd.Output.CompleteAsync();
    }

    [Fact]
    public Task Requests_with_a_path() => CheckAsync(
        from path in Path from other in Path from attributes in Attributes from overwrite in Gen.Elements(true, false) select (path, other, attributes, overwrite),
        async value =>
        {
            await ShouldArriveAsync(_client.RemoveAsync(value.path, default), "remove", value.path);
            await ShouldArriveAsync(_client.RemoveDirectoryAsync(value.path, default), "rmdir", value.path);
            await ShouldArriveAsync(_client.MakeDirectoryAsync(value.path, value.attributes, default), "mkdir", value.path, value.attributes);
            await ShouldArriveAsync(_client.SetStatAsync(value.path, value.attributes, default), "setstat", value.path, value.attributes);
            await ShouldArriveAsync(_client.LinkSetStatAsync(value.path, value.attributes, default), "lsetstat", value.path, value.attributes);
            await ShouldArriveAsync(_client.RenameAsync(value.path, value.other, value.overwrite, default), "rename", value.path, value.other, value.overwrite);
            await ShouldArriveAsync(_client.SymbolicLinkAsync(value.path, value.other[1..], default), "symlink", value.path, value.other[1..]);
            await ShouldArriveAsync(_client.HardLinkAsync(value.path, value.other, default), "hardlink", value.path, value.other);
        });

    [Fact]
    public Task Answers() => CheckAsync(
        from path in Path from text in Path from attributes in Attributes from numbers in ArbMap.Default.GeneratorFor<ulong>().ListOf(11) select (path, text, attributes, numbers),
        async value =>
        {
            _files.Attributes = value.attributes;
            _files.Text = value.text;
            (await _client.StatAsync(value.path, default)).ShouldBe(value.attributes);
            (await _client.LinkStatAsync(value.path, default)).ShouldBe(value.attributes);
            (await _client.RealPathAsync(value.path, default)).ShouldBe(value.text);
            (await _client.ReadLinkAsync(value.path, default)).ShouldBe(value.text);
            _files.Last.Arguments.ShouldBe([value.path]);
            _files.Space = new SftpFileSystemInfo
            {
                BlockSize = value.numbers[0],
                FragmentSize = value.numbers[1],
                Blocks = value.numbers[2],
                FreeBlocks = value.numbers[3],
                AvailableBlocks = value.numbers[4],
                Files = value.numbers[5],
                FreeFiles = value.numbers[6],
                AvailableFiles = value.numbers[7],
                FileSystemId = value.numbers[8],
                Flags = value.numbers[9],
                MaxNameLength = value.numbers[10],
            };
            (await _client.StatFileSystemAsync(value.path, default)).ShouldBe(_files.Space);
        });

    [Fact]
    public Task Files() => CheckAsync(
        from path in Path from attributes in Attributes from flags in Gen.Choose(1, 63) from offset in Gen.Elements(0L, 1, 1L << 32, long.MaxValue / 2)
        from bytes in ArbMap.Default.GeneratorFor<byte[]>() select (path, attributes, flags: (SftpOpenFlags)flags, offset, bytes),
        async value =>
        {
            // The server makes writes of appending itself, takes what makes or empties a file for a write, and no size from an open.
            var isChanging = (value.flags & (SftpOpenFlags.Append | SftpOpenFlags.Create | SftpOpenFlags.Truncate)) != SftpOpenFlags.None;
            var expected = isChanging ? (value.flags & ~SftpOpenFlags.Append) | SftpOpenFlags.Write : value.flags;
            _files.Attributes = value.attributes with { Size = 0 };
            await using var file = await _client.OpenAsync(value.path, value.flags, value.attributes, default);
            if (!value.flags.HasFlag(SftpOpenFlags.Append))
            {
                _files.Last.Arguments.ShouldBe([value.path, expected, value.attributes with { Size = null }]);
            }

            (await file.StatAsync(default)).ShouldBe(_files.Attributes);
            await ShouldArriveAsync(file.SetStatAsync(value.attributes, default), "fsetstat", value.attributes);
            await ShouldArriveAsync(file.FlushAsync(default), "fsync");
            if (value.bytes.Length > 0)
            {
                await ShouldArriveAsync(file.WriteAsync(value.offset, new ReadOnlySequence<byte>(value.bytes), default), "write", value.offset, Convert.ToHexString(value.bytes));
            }

            _files.Content = value.bytes;
            var back = new byte[value.bytes.Length + 10];
            (await file.ReadAsync(value.offset, back, default)).ShouldBe(value.bytes.Length);
            back[..value.bytes.Length].ShouldBe(value.bytes);
            await ShouldArriveAsync(file.CloseAsync(default), "close");
        });

    [Fact]
    public Task Listings() => CheckAsync(
        (from name in Part from attributes in Attributes from line in Part select new SftpName(name, attributes, line)).ListOf(),
        async names =>
        {
            _files.Names.Clear();
            _files.Names.AddRange(names);
            await using var directory = await _client.OpenDirectoryAsync("/d", default);
            var found = new List<SftpName>();
            while (await directory.ReadAsync(default) is { Count: > 0 } batch)
            {
                found.AddRange(batch);
            }

            found.ShouldBe(names);
        });

    [Fact]
    public Task Failures() => CheckAsync(
        from status in Gen.Elements(SftpStatus.EndOfFile, SftpStatus.NoSuchFile, SftpStatus.PermissionDenied, SftpStatus.Failure, SftpStatus.BadMessage, SftpStatus.OperationUnsupported)
        from sentence in Part
        select (status, sentence),
        async value =>
        {
            _files.Failure = new SftpException(value.status, value.sentence);
            var failure = await Should.ThrowAsync<SftpException>(async () => await _client.RemoveAsync("/a", default));
            (failure.Status, failure.Message).ShouldBe((value.status, $"/a: {value.sentence}{(value.sentence.EndsWith('.') ? "" : ".")}"));
        });

    private static async Task CheckAsync<T>(Gen<T> values, Func<T, Task> holds) =>
        await Task.Run(() => FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(150), Prop.ForAll(values.ToArbitrary(), value => holds(value).GetAwaiter().GetResult())));

    private async Task ShouldArriveAsync(ValueTask call, string name, params object?[] arguments)
    {
        await call;
        _files.Last.Call.ShouldBe(name);
        _files.Last.Arguments.ShouldBe(arguments);
    }
}
