using ActorMft.Sftp.Local;
using ActorMft.Sftp.Protocol;
using ActorMft.Sftp.Tests.Support;
using static ActorMft.Sftp.Tests.Support.RawSession;

namespace ActorMft.Sftp.Tests.Server;

public sealed class SftpServerTests : IDisposable
{
    private const uint Read = 1;
    private const uint Write = 2;
    private const uint Append = 4;
    private const uint Create = 8;
    private const uint Truncate = 16;
    private static readonly byte[] NoAttributes = U32(0);

    private readonly TestDirectory _directory = new();
    private readonly LocalFileSystem _files;

    public SftpServerTests()
    {
        _files = new LocalFileSystem(_directory.Path, new LocalFileSystemOptions());
    }

    public void Dispose()
    {
        _files.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(3u)]
    [InlineData(6u)]
    public async Task Init_of_any_version_is_answered_with_3(uint version)
    {
        await using var session = Start(_files);
        await session.SendAsync(PacketType.Init, U32(version));
        var (type, fields) = await session.ReceiveAsync();
        type.ShouldBe(PacketType.Version);
        fields[..4].ShouldBe(U32(3));
    }

    [Fact]
    public async Task Request_before_init_ends_the_session()
    {
        var session = Start(_files);
        await session.SendAsync(PacketType.RealPath, U32(1), Str("."));
        (await session.EndAsync()).ShouldBeOfType<SftpException>().Status.ShouldBe(SftpStatus.BadMessage);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(262145u)]
    [InlineData(uint.MaxValue)]
    public async Task Packet_length_outside_the_limits_ends_the_session(uint length)
    {
        var session = await StartInitializedAsync(_files);
        await session.SendRawAsync(U32(length));
        (await session.EndAsync()).ShouldBeOfType<SftpException>().Message.ShouldContain($"{length} bytes");
    }

    [Fact]
    public async Task Unknown_request_is_unsupported_and_the_session_goes_on()
    {
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync((PacketType)99, U32(7));
        (await session.ReceiveStatusAsync()).ShouldBe((7u, SftpStatus.OperationUnsupported, "Requests of type 99 are not known."));
        await session.SendAsync(PacketType.Extended, U32(8), Str("nothing@example.com"));
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.OperationUnsupported);
    }

    [Fact]
    public async Task String_longer_than_its_packet_is_a_bad_message()
    {
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.Stat, U32(1), U32(1000), [1, 2, 3]);
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.BadMessage);
        await session.SendAsync(PacketType.Stat, U32(2), U32(uint.MaxValue));
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.BadMessage);
    }

    [Fact]
    public async Task Path_that_is_not_utf8_or_has_a_zero_is_refused()
    {
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.MakeDirectory, U32(1), Str([0xFF, 0xFE]), NoAttributes);
        (await session.ReceiveStatusAsync()).Message.ShouldContain("UTF-8");
        await session.SendAsync(PacketType.MakeDirectory, U32(2), Str("a\0b"), NoAttributes);
        (await session.ReceiveStatusAsync()).Message.ShouldContain("zero byte");
        await session.SendAsync(PacketType.SymbolicLink, U32(3), Str("a\0b"), Str("link"));
        (await session.ReceiveStatusAsync()).Message.ShouldContain("zero byte");
        Directory.EnumerateFileSystemEntries(_directory.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Refusal_of_a_path_that_is_too_long_still_ends_with_its_reason()
    {
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.Stat, U32(1), Str("/first/" + string.Join('/', Enumerable.Repeat(new string('x', 200), 100))));
        var refusal = (await session.ReceiveStatusAsync()).Message;
        refusal.Length.ShouldBe(SftpException.MaxMessage);
        refusal.ShouldStartWith("/first/xxx");
        refusal.ShouldEndWith("xxx: the name is too long");
    }

    [Theory]
    [InlineData(Create)]
    [InlineData(Truncate)]
    [InlineData(Read | Create)]
    public async Task Open_that_makes_or_empties_is_a_write_for_the_file_system(uint flags)
    {
        var files = new RecordingFileSystem();
        await using var session = await StartInitializedAsync(files);
        await session.SendAsync(PacketType.Open, U32(1), Str("a"), U32(flags), NoAttributes);
        (await session.ReceiveAsync()).Type.ShouldBe(PacketType.Handle);
        files.Last.Arguments[1].ShouldBe((SftpOpenFlags)(flags | Write));
    }

    [Theory]
    [InlineData("", "/")]
    [InlineData(".", "/")]
    [InlineData("nowhere/../x/./y/", "/x/y")]
    [InlineData("/../../..", "/")]
    public async Task Realpath_gives_one_name_also_for_what_does_not_exist(string path, string expected)
    {
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.RealPath, U32(1), Str(path));
        var (type, fields) = await session.ReceiveAsync();
        type.ShouldBe(PacketType.Name);
        fields.ShouldBe((byte[])[.. U32(1), .. U32(1), .. Str(expected), .. Str(expected), .. NoAttributes]);
    }

    [Fact]
    public async Task Rename_does_not_overwrite_but_posix_rename_does()
    {
        _directory.WriteRandom("old", 10);
        var bytes = _directory.WriteRandom("new", 20);
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.Rename, U32(1), Str("new"), Str("old"));
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.Failure);
        File.Exists(_directory["new"]).ShouldBeTrue();
        await session.SendAsync(PacketType.Extended, U32(2), Str("posix-rename@openssh.com"), Str("new"), Str("old"));
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.Ok);
        File.ReadAllBytes(_directory["old"]).ShouldBe(bytes);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("there")]
    [InlineData("file")]
    [InlineData("dangling")]
    public async Task Mkdir_on_an_existing_path_is_a_failure(string path)
    {
        Directory.CreateDirectory(_directory["there"]);
        File.WriteAllBytes(_directory["file"], []);
        File.CreateSymbolicLink(_directory["dangling"], "nowhere");
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.MakeDirectory, U32(1), Str(path), NoAttributes);
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.Failure);
    }

    [Fact]
    public async Task Rename_never_replaces_a_directory_or_a_link_either()
    {
        Directory.CreateDirectory(_directory["from"]);
        Directory.CreateDirectory(_directory["empty"]);
        File.CreateSymbolicLink(_directory["dangling"], "nowhere");
        await using var session = await StartInitializedAsync(_files);
        foreach (var target in (string[])["empty", "dangling", "from"])
        {
            await session.SendAsync(PacketType.Rename, U32(1), Str("from"), Str(target));
            (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.Failure);
        }

        Directory.GetFileSystemEntries(_directory.Path).Length.ShouldBe(3);
    }

    [Fact]
    public async Task Answers_come_in_the_order_of_the_requests_whatever_they_are()
    {
        _directory.WriteRandom("a", 300_000);
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.Open, U32(1), Str("a"), U32(Read), NoAttributes);
        var handle = await session.ReceiveHandleAsync();
        byte[][] requests =
        [
            Packet(PacketType.Read, U32(900), Str(handle), U64(0), U32(261_120)),
            Packet(PacketType.Extended, U32(5), Str("fsync@openssh.com"), Str(handle)),
            Packet(PacketType.Stat, U32(700), Str("none")),
            Packet(PacketType.Write, U32(3), Str(handle), U64(0), Str("refused")),
            Packet(PacketType.Read, U32(600), Str(handle), U64(299_999), U32(9)),
            Packet(PacketType.Close, U32(2), Str(handle)),
            Packet(PacketType.RealPath, U32(500), Str(".")),
        ];
        await session.SendRawAsync([.. requests.SelectMany(request => request)]);
        foreach (var id in (uint[])[900, 5, 700, 3, 600, 2, 500])
        {
            new SftpReader((await session.ReceiveAsync()).Fields).ReadUInt32().ShouldBe(id);
        }
    }

    [Fact]
    public async Task Times_are_unsigned_and_32_bits_wide()
    {
        File.WriteAllBytes(_directory["a"], []);
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.SetStat, U32(1), Str("a"), U32(8), U32(uint.MaxValue), U32(0x80000000));
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.Ok);
        await session.SendAsync(PacketType.Stat, U32(2), Str("a"));
        (await session.ReceiveAsync()).Fields[^8..].ShouldBe((byte[])[.. U32(uint.MaxValue), .. U32(0x80000000)]);

        // Before 1970 and behind 2106 there is nothing to say it with.
        File.SetLastWriteTimeUtc(_directory["a"], new DateTime(1969, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        File.SetLastAccessTimeUtc(_directory["a"], new DateTime(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        await session.SendAsync(PacketType.Stat, U32(3), Str("a"));
        (await session.ReceiveAsync()).Fields[^8..].ShouldBe((byte[])[.. U32(uint.MaxValue), .. U32(0)]);
    }

    [Fact]
    public async Task Upload_as_winscp_does_it_replaces_the_file_with_the_part()
    {
        _directory.WriteRandom("x", 50);
        File.WriteAllText(_directory["x.filepart"], "01234567");
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.Open, U32(1), Str("x.filepart"), U32(Write | Create), NoAttributes);
        var handle = await session.ReceiveHandleAsync();
        await session.SendAsync(PacketType.Write, U32(2), Str(handle), U64(8), Str("89"));
        await session.SendAsync(PacketType.Close, U32(3), Str(handle));
        await session.SendAsync(PacketType.Remove, U32(4), Str("x"));
        await session.SendAsync(PacketType.Rename, U32(5), Str("x.filepart"), Str("x"));
        await session.SendAsync(PacketType.SetStat, U32(6), Str("x"), U32(0xC), U32(0x81A0), U32(1000), U32(2000));
        for (var i = 2u; i <= 6; i++)
        {
            (await session.ReceiveStatusAsync()).ShouldBe((i, SftpStatus.Ok, ""));
        }

        File.ReadAllText(_directory["x"]).ShouldBe("0123456789");
        File.GetLastWriteTimeUtc(_directory["x"]).ShouldBe(DateTime.UnixEpoch.AddSeconds(2000));
        ((int)File.GetUnixFileMode(_directory["x"])).ShouldBe(0x1A0);
    }

    [Fact]
    public async Task Size_is_set_by_path_as_sshfs_does_and_by_handle_in_front_of_a_close_as_lftp_does()
    {
        _directory.WriteRandom("a", 100);
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.Open, U32(1), Str("a"), U32(Read | Write), NoAttributes);
        var handle = await session.ReceiveHandleAsync();
        await session.SendAsync(PacketType.SetStat, U32(2), Str("a"), U32(1), U64(10));
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.Ok);
        await session.SendAsync(PacketType.FileStat, U32(3), Str(handle));
        (await session.ReceiveAsync()).Fields[8..16].ShouldBe(U64(10));
        await session.SendAsync(PacketType.FileSetStat, U32(4), Str(handle), U32(9), U64(20), U32(1), U32(2));
        await session.SendAsync(PacketType.Close, U32(5), Str(handle));
        (await session.ReceiveStatusAsync()).ShouldBe((4u, SftpStatus.Ok, ""));
        (await session.ReceiveStatusAsync()).ShouldBe((5u, SftpStatus.Ok, ""));
        new FileInfo(_directory["a"]).ShouldSatisfyAllConditions(
            file => file.Length.ShouldBe(20),
            file => file.LastWriteTimeUtc.ShouldBe(DateTime.UnixEpoch.AddSeconds(2)));
    }

    [Fact]
    public async Task Open_ignores_the_size_in_its_attributes()
    {
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.Open, U32(1), Str("a"), U32(Write | Create), U32(1), U64(1000));
        await session.ReceiveHandleAsync();
        new FileInfo(_directory["a"]).Length.ShouldBe(0);
    }

    [Fact]
    public async Task Read_is_full_except_at_the_end()
    {
        var bytes = _directory.WriteRandom("a", 300_000);
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.Open, U32(1), Str("a"), U32(Read), NoAttributes);
        var handle = await session.ReceiveHandleAsync();
        await session.SendAsync(PacketType.Read, U32(2), Str(handle), U64(0), U32(uint.MaxValue));
        (await session.ReceiveAsync()).ShouldSatisfyAllConditions(
            answer => answer.Type.ShouldBe(PacketType.Data),
            answer => answer.Fields.ShouldBe((byte[])[.. U32(2), .. Str(bytes[..261120])]));
        await session.SendAsync(PacketType.Read, U32(3), Str(handle), U64(261120), U32(261120));
        (await session.ReceiveAsync()).Fields.ShouldBe((byte[])[.. U32(3), .. Str(bytes[261120..])]);
        foreach (var offset in (ulong[])[300_000, long.MaxValue, ulong.MaxValue])
        {
            await session.SendAsync(PacketType.Read, U32(4), Str(handle), U64(offset), U32(1));
            (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.EndOfFile);
        }
    }

    [Fact]
    public async Task Adjacent_writes_in_one_batch_are_each_answered_in_order()
    {
        var bytes = TestDirectory.RandomBytes(200 * 100);
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.Open, U32(1), Str("a"), U32(Write | Create), NoAttributes);
        var handle = await session.ReceiveHandleAsync();
        var batch = Enumerable.Range(0, 200)
            .SelectMany(i => Packet(PacketType.Write, U32((uint)i + 10), Str(handle), U64((ulong)i * 100), Str(bytes[(i * 100)..((i + 1) * 100)])))
            .ToArray();
        await session.SendRawAsync([.. batch, .. Packet(PacketType.Close, U32(1000), Str(handle))]);
        for (var i = 0; i < 200; i++)
        {
            (await session.ReceiveStatusAsync()).ShouldBe(((uint)i + 10, SftpStatus.Ok, ""));
        }

        (await session.ReceiveStatusAsync()).Id.ShouldBe(1000u);
        File.ReadAllBytes(_directory["a"]).ShouldBe(bytes);
    }

    [Fact]
    public async Task Packets_cut_at_any_byte_are_understood()
    {
        var session = Start(_files);
        byte[] bytes = [.. Packet(PacketType.Init, U32(3)), .. Packet(PacketType.Open, U32(1), Str("a"), U32(Write | Create), NoAttributes)];
        foreach (var single in bytes)
        {
            await session.SendRawAsync([single]);
        }

        await session.ReceiveAsync();
        var handle = await session.ReceiveHandleAsync();
        foreach (var single in Packet(PacketType.Write, U32(2), Str(handle), U64(0), Str("hello")))
        {
            await session.SendRawAsync([single]);
        }

        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.Ok);
        File.ReadAllText(_directory["a"]).ShouldBe("hello");
        (await session.EndAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Append_with_real_offsets_is_taken_at_its_word()
    {
        File.WriteAllText(_directory["a"], "0123");
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.Open, U32(1), Str("a"), U32(Write | Append), NoAttributes);
        var handle = await session.ReceiveHandleAsync();
        await session.SendAsync(PacketType.Write, U32(2), Str(handle), U64(4), Str("45"));
        await session.SendAsync(PacketType.Write, U32(3), Str(handle), U64(8), Str("89"));
        await session.SendAsync(PacketType.Write, U32(4), Str(handle), U64(6), Str("67"));
        await session.SendAsync(PacketType.Close, U32(5), Str(handle));
        for (var i = 2u; i <= 5; i++)
        {
            (await session.ReceiveStatusAsync()).ShouldBe((i, SftpStatus.Ok, ""));
        }

        File.ReadAllText(_directory["a"]).ShouldBe("0123456789");
    }

    [Fact]
    public async Task Append_with_offsets_from_zero_goes_to_the_end()
    {
        File.WriteAllText(_directory["a"], "0123");
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.Open, U32(1), Str("a"), U32(Append), NoAttributes);
        var handle = await session.ReceiveHandleAsync();
        await session.SendAsync(PacketType.Write, U32(2), Str(handle), U64(0), Str("4567"));
        await session.SendAsync(PacketType.Write, U32(3), Str(handle), U64(4), Str("89"));
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.Ok);
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.Ok);
        File.ReadAllText(_directory["a"]).ShouldBe("0123456789");
    }

    [Fact]
    public async Task Handles_are_capped_and_never_reused()
    {
        _directory.WriteRandom("a", 1);
        await using var session = await StartInitializedAsync(_files, new SftpServerOptions { MaxHandles = 2 });
        var handles = new List<byte[]>();
        for (var i = 0; i < 2; i++)
        {
            await session.SendAsync(PacketType.Open, U32(1), Str("a"), U32(Read), NoAttributes);
            handles.Add(await session.ReceiveHandleAsync());
        }

        await session.SendAsync(PacketType.OpenDirectory, U32(2), Str("/"));
        (await session.ReceiveStatusAsync()).Message.ShouldContain("2 files and directories are open");
        await session.SendAsync(PacketType.Close, U32(3), Str(handles[0]));
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.Ok);
        await session.SendAsync(PacketType.Open, U32(4), Str("a"), U32(Read), NoAttributes);
        (await session.ReceiveHandleAsync()).ShouldNotBe(handles[0]);
        foreach (var gone in (byte[][])[handles[0], [], [1, 2, 3], U64(ulong.MaxValue), U64(0)])
        {
            await session.SendAsync(PacketType.Read, U32(5), Str(gone), U64(0), U32(1));
            (await session.ReceiveStatusAsync()).Message.ShouldBe("The handle is not open.");
            await session.SendAsync(PacketType.Write, U32(5), Str(gone), U64(0), Str("x"));
            (await session.ReceiveStatusAsync()).Message.ShouldBe("The handle is not open.");
        }
    }

    [Fact]
    public async Task Readdir_of_an_empty_directory_ends_at_once_and_of_a_large_one_names_each_entry_once()
    {
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.OpenDirectory, U32(1), Str("."));
        var handle = await session.ReceiveHandleAsync();
        await session.SendAsync(PacketType.ReadDirectory, U32(2), Str(handle));
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.EndOfFile);

        var expected = Enumerable.Range(0, 1500).Select(i => $"{new string('n', 200)}{i}").Order(StringComparer.Ordinal).ToArray();
        foreach (var name in expected)
        {
            File.WriteAllBytes(_directory[name], []);
        }

        await session.SendAsync(PacketType.OpenDirectory, U32(3), Str("."));
        handle = await session.ReceiveHandleAsync();
        var found = new List<string>();
        while (true)
        {
            await session.SendAsync(PacketType.ReadDirectory, U32(4), Str(handle));
            var (type, fields) = await session.ReceiveAsync();
            if (type == PacketType.Status)
            {
                break;
            }

            fields.Length.ShouldBeLessThan(34000);
            AddNames(fields, found);
        }

        found.Order(StringComparer.Ordinal).ShouldBe(expected);
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_10.0", true)]
    [InlineData("", true)]
    [InlineData("SSH-2.0-libssh2_1.11.0", true)]
    [InlineData("SSH-2.0-libssh_0.11.0", false)]
    [InlineData("SSH-2.0-phpseclib_3.0 (openssl)", false)]
    [InlineData("SSH-2.0-WinSCP_release_6.5", false)]
    [InlineData("SSH-2.0-AsyncSSH_2.20.0", false)]
    [InlineData("SSH-2.0-ssh2js1.17.0", false)]
    public async Task Symlink_arguments_are_read_in_the_order_of_the_client(string ident, bool targetFirst)
    {
        await using var session = await StartInitializedAsync(_files, new SftpServerOptions { ClientIdent = ident });
        await session.SendAsync(PacketType.SymbolicLink, U32(1), Str(targetFirst ? "target" : "link"), Str(targetFirst ? "link" : "target"));
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.Ok);
        new FileInfo(_directory["link"]).LinkTarget.ShouldBe("target");
    }

    [Fact]
    public async Task Limits_are_those_of_openssh()
    {
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.Extended, U32(1), Str("limits@openssh.com"));
        var (type, fields) = await session.ReceiveAsync();
        type.ShouldBe(PacketType.ExtendedReply);
        fields.ShouldBe((byte[])[.. U32(1), .. U64(262144), .. U64(261120), .. U64(261120), .. U64(1024)]);
    }

    [Fact]
    public async Task Copy_data_copies_between_handles_and_refuses_a_file_onto_itself()
    {
        var bytes = _directory.WriteRandom("a", 600_000);
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.Open, U32(1), Str("a"), U32(Read), NoAttributes);
        var source = await session.ReceiveHandleAsync();
        await session.SendAsync(PacketType.Open, U32(2), Str("b"), U32(Write | Create | Truncate), NoAttributes);
        var target = await session.ReceiveHandleAsync();
        await session.SendAsync(PacketType.Extended, U32(3), Str("copy-data"), Str(source), U64(0), U64(0), Str(target), U64(0));
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.Ok);
        File.ReadAllBytes(_directory["b"]).ShouldBe(bytes);
        await session.SendAsync(PacketType.Extended, U32(4), Str("copy-data"), Str(source), U64(0), U64(0), Str(source), U64(0));
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.Failure);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue / 2)]
    public async Task Copy_data_to_the_end_of_its_own_source_ends_with_what_was_there(long length)
    {
        var bytes = _directory.WriteRandom("a", 600_000);
        await using var session = await StartInitializedAsync(_files);
        await session.SendAsync(PacketType.Open, U32(1), Str("a"), U32(Read), NoAttributes);
        var source = await session.ReceiveHandleAsync();
        await session.SendAsync(PacketType.Open, U32(2), Str("a"), U32(Write), NoAttributes);
        var target = await session.ReceiveHandleAsync();
        await session.SendAsync(
            PacketType.Extended, U32(3), Str("copy-data"), Str(source), U64(0), U64((ulong)length), Str(target), U64(600_000));
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.Ok);
        File.ReadAllBytes(_directory["a"]).ShouldBe([.. bytes, .. bytes]);
    }

    [Fact]
    public async Task Every_request_is_counted()
    {
        var count = 0;
        await using var session = await StartInitializedAsync(_files, new SftpServerOptions { OnRequest = () => count++ });
        await session.SendAsync(PacketType.RealPath, U32(1), Str("."));
        await session.ReceiveAsync();
        count.ShouldBe(2);
    }

    [Fact]
    public async Task Connection_that_breaks_disposes_open_files_without_closing_them()
    {
        var files = new CountingFileSystem();
        var session = await StartInitializedAsync(files);
        await session.SendAsync(PacketType.Open, U32(1), Str("a"), U32(Write | Create), NoAttributes);
        await session.ReceiveHandleAsync();
        await session.SendAsync(PacketType.Open, U32(2), Str("b"), U32(Write | Create), NoAttributes);
        var closed = await session.ReceiveHandleAsync();
        await session.SendAsync(PacketType.Close, U32(3), Str(closed));
        (await session.ReceiveStatusAsync()).Status.ShouldBe(SftpStatus.Ok);
        await session.SendRawAsync([0, 0, 0, 50, 6]);
        (await session.EndAsync()).ShouldBeNull();
        (files.Closed, files.Disposed).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Failure_of_the_file_system_is_answered_and_the_session_goes_on()
    {
        await using var session = await StartInitializedAsync(new CountingFileSystem());
        await session.SendAsync(PacketType.Remove, U32(1), Str("a"));
        var answer = await session.ReceiveStatusAsync();
        answer.Status.ShouldBe(SftpStatus.Failure);
        answer.Message.ShouldNotContain("secret");
        await session.SendAsync(PacketType.RealPath, U32(2), Str("."));
        (await session.ReceiveAsync()).Type.ShouldBe(PacketType.Name);
    }

    private static void AddNames(byte[] fields, List<string> found)
    {
        var reader = new SftpReader(fields);
        reader.ReadUInt32();
        var count = reader.ReadUInt32();
        count.ShouldBeGreaterThan(0u);
        for (var i = 0; i < count; i++)
        {
            found.Add(reader.ReadText());
            reader.ReadText().ShouldStartWith("-rw-");
            reader.ReadAttributes().IsRegularFile.ShouldBeTrue();
        }
    }
}
