using System.Security.Cryptography;
using ActorMft.Domain.Resources;
using ActorMft.Domain.Transfers;
using ActorMft.Node.Delivery;
using ActorMft.Sftp;
using ActorMft.Sftp.Local;

namespace ActorMft.Node.Tests.Delivery;

public sealed class FileDeliveryTests : IDisposable
{
    private const string TransferId = "01J00000000000000000000009";
    private const string PartName = ".a.csv." + TransferId + ".part";

    private readonly TemporaryDirectory _directory = new();
    private readonly LocalFileSystem _sources;
    private readonly LocalFileSystem _local;
    private readonly UnreliableFileSystem _target;
    private readonly RecordingJournal _journal = new();
    private byte[] _content = [];

    public FileDeliveryTests()
    {
        Directory.CreateDirectory(_directory["source"]);
        Directory.CreateDirectory(_directory["target"]);
        _sources = new LocalFileSystem(_directory["source"], new LocalFileSystemOptions());
        _local = new LocalFileSystem(_directory["target"], new LocalFileSystemOptions());
        _target = new UnreliableFileSystem(_local);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3_000_000)]
    public async Task File_arrives_whole_with_its_time_and_without_a_part(int size)
    {
        WriteSource(size);
        var time = new DateTime(2020, 2, 2, 12, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_directory["source/file"], time);

        var result = await DeliverAsync();

        result.ShouldBe(new DeliveryResult("/in/a.csv", DeliveryOutcome.Created, size));
        IsDelivered("in/a.csv").ShouldBeTrue();
        File.GetLastWriteTimeUtc(_directory["target/in/a.csv"]).ShouldBe(time);
        Names().ShouldBe(["a.csv"]);
        _journal.Steps.ShouldBe(["started at 0", $"part of /in/a.csv whole, {size} sent"]);
    }

    [Fact]
    public async Task Missing_directories_are_made()
    {
        WriteSource(10);
        (await DeliverAsync(final: "/in/2026/März x/a.csv"))!.FinalPath.ShouldBe("/in/2026/März x/a.csv");
        IsDelivered("in/2026/März x/a.csv").ShouldBeTrue();
    }

    [Fact]
    public async Task Directory_that_another_delivery_makes_meanwhile_is_used()
    {
        WriteSource(10);
        _target.OnFailedOpen = () => Directory.CreateDirectory(_directory["target/in"]);

        await DeliverAsync();

        IsDelivered("in/a.csv").ShouldBeTrue();
    }

    [Fact]
    public async Task Refused_rename_starts_over_so_that_a_missing_part_is_never_taken_for_delivered()
    {
        WriteSource(10);
        _target.OnRename = (_, _) => throw new SftpException(SftpStatus.Failure, "quota exceeded");

        var failure = await Should.ThrowAsync<DeliveryException>(() => DeliverAsync());

        failure.StartOver.ShouldBeTrue();
        failure.Message.ShouldContain("quota exceeded");
    }

    [Fact]
    public async Task Broken_attempt_is_continued_where_it_stopped()
    {
        WriteSource(20_000_000);
        _target.BytesUntilBreak = 15_000_000;
        var failure = await Should.ThrowAsync<DeliveryException>(() => DeliverAsync());
        failure.IsTransient.ShouldBeTrue();
        failure.Message.ShouldContain("connection was lost");
        var there = new FileInfo(_directory["target/in/" + PartName]).Length;
        there.ShouldBeGreaterThan(10_000_000);

        _target.BytesUntilBreak = long.MaxValue;
        (await DeliverAsync())!.BytesSent.ShouldBe(20_000_000 - there);
        IsDelivered("in/a.csv").ShouldBeTrue();
        _journal.Steps.ShouldContain($"started at {there}");
    }

    [Fact]
    public async Task Part_with_a_hole_in_its_end_is_continued_before_the_hole()
    {
        WriteSource(20_000_000);
        var part = _content.AsSpan(0, 16_000_000).ToArray();
        part.AsSpan(14_000_000, 100).Clear();
        WriteTarget(PartName, part);

        var result = await DeliverAsync();

        IsDelivered("in/a.csv").ShouldBeTrue();
        result!.BytesSent.ShouldBeInRange(6_000_000, 6_100_000);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Part_that_could_not_be_flushed_is_sent_again_from_its_beginning(bool hasExtensions)
    {
        WriteSource(1_000);
        var failure = new SftpException(SftpStatus.Failure, "no space left");
        _target.HasExtensions = hasExtensions;
        _target.FlushFailure = hasExtensions ? failure : null;
        _target.CloseFailure = hasExtensions ? null : failure;

        (await Should.ThrowAsync<DeliveryException>(() => DeliverAsync())).Message.ShouldContain("no space left");

        File.Exists(_directory["target/in/" + PartName]).ShouldBeFalse();
        (await DeliverAsync())!.BytesSent.ShouldBe(1_000);
        IsDelivered("in/a.csv").ShouldBeTrue();
    }

    [Fact]
    public async Task Part_that_was_flushed_and_refused_afterwards_is_kept()
    {
        WriteSource(1_000);
        _target.CloseFailure = new SftpException(SftpStatus.Failure, "not taken over");
        await Should.ThrowAsync<DeliveryException>(() => DeliverAsync());
        (await DeliverAsync())!.BytesSent.ShouldBe(0);
        IsDelivered("in/a.csv").ShouldBeTrue();
    }

    [Theory]
    [InlineData(500)]
    [InlineData(2_000)]
    public async Task Part_of_another_file_is_sent_anew(int partSize)
    {
        WriteSource(1_000);
        WriteTarget(PartName, RandomNumberGenerator.GetBytes(partSize));
        (await DeliverAsync())!.BytesSent.ShouldBe(1_000);
        IsDelivered("in/a.csv").ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Existing_file_is_replaced(bool hasExtensions)
    {
        _target.HasExtensions = hasExtensions;
        WriteSource(100);
        WriteTarget("a.csv", [1, 2, 3]);
        (await DeliverAsync())!.Outcome.ShouldBe(DeliveryOutcome.Replaced);
        IsDelivered("in/a.csv").ShouldBeTrue();
        Names().ShouldBe(["a.csv"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Replacing_by_steps_broken_at_any_rename_keeps_a_version_and_is_finished_later(int breakAt)
    {
        _target.HasExtensions = false;
        WriteSource(100);
        WriteTarget("a.csv", [1, 2, 3]);
        var renames = 0;
        _target.OnRename = (_, _) => _ = ++renames == breakAt ? throw new SftpException(SftpStatus.ConnectionLost, "lost") : true;
        await Should.ThrowAsync<DeliveryException>(() => DeliverAsync());
        Names().Length.ShouldBe(2);

        _target.OnRename = null;
        _journal.OnStarted = new AttemptReply(Continue: true, DeliveryStage.Renaming, "/in/a.csv", Reason: null);
        await DeliverAsync();
        IsDelivered("in/a.csv").ShouldBeTrue();
        Names().ShouldBe(["a.csv"]);
    }

    [Fact]
    public async Task Existing_file_with_rename_keeps_its_name_and_the_new_one_gets_a_free_one()
    {
        WriteSource(100);
        WriteTarget("a.csv", [1]);
        WriteTarget("a-1.csv", [2]);
        var result = await DeliverAsync(OnExisting.Rename);
        result.ShouldBe(new DeliveryResult("/in/a-2.csv", DeliveryOutcome.Renamed, 100));
        Delivered("in/a.csv").ShouldBe([1]);
        IsDelivered("in/a-2.csv").ShouldBeTrue();
    }

    [Fact]
    public async Task Free_name_is_shortened_to_what_a_file_system_can_hold()
    {
        WriteSource(100);
        var name = new string('x', 251) + ".csv";
        WriteTarget(name, [1]);
        await DeliverAsync(OnExisting.Rename, "/in/" + name);
        Names().ShouldBe([new string('x', 249) + "-1.csv", name], ignoreOrder: true);
    }

    [Fact]
    public async Task Existing_file_with_skip_stays_and_nothing_is_sent()
    {
        WriteSource(100);
        WriteTarget("a.csv", [1]);
        (await DeliverAsync(OnExisting.Skip)).ShouldBe(new DeliveryResult("/in/a.csv", DeliveryOutcome.Skipped, 0));
        Delivered("in/a.csv").ShouldBe([1]);
    }

    [Fact]
    public async Task Existing_file_with_fail_stays_and_the_transfer_fails_for_good()
    {
        WriteSource(100);
        WriteTarget("a.csv", [1]);
        var failure = await Should.ThrowAsync<DeliveryException>(() => DeliverAsync(OnExisting.Fail));
        failure.IsTransient.ShouldBeFalse();
        failure.Message.ShouldContain("onExisting: fail");
        Names().ShouldBe(["a.csv"]);
    }

    [Fact]
    public async Task Part_gone_after_its_rename_was_allowed_counts_as_delivered()
    {
        WriteSource(100);
        _journal.OnStarted = new AttemptReply(Continue: true, DeliveryStage.Renaming, "/in/a.csv", Reason: null);
        (await DeliverAsync()).ShouldBe(new DeliveryResult("/in/a.csv", DeliveryOutcome.Created, 0));
        Names().ShouldBeEmpty();
    }

    [Fact]
    public async Task Whole_part_whose_rename_was_allowed_is_only_renamed()
    {
        WriteSource(100);
        WriteTarget(PartName, _content);
        _journal.OnStarted = new AttemptReply(Continue: true, DeliveryStage.Renaming, "/in/a.csv", Reason: null);
        (await DeliverAsync())!.BytesSent.ShouldBe(0);
        IsDelivered("in/a.csv").ShouldBeTrue();
        _journal.Steps.ShouldBe(["started at 100"]);
    }

    [Fact]
    public async Task Part_that_shrank_after_its_rename_was_allowed_starts_over()
    {
        WriteSource(100);
        WriteTarget(PartName, _content.AsSpan(0, 50).ToArray());
        _journal.OnStarted = new AttemptReply(Continue: true, DeliveryStage.Renaming, "/in/a.csv", Reason: null);
        (await Should.ThrowAsync<DeliveryException>(() => DeliverAsync())).StartOver.ShouldBeTrue();
    }

    [Fact]
    public async Task Transfer_that_says_stop_before_the_rename_gets_no_rename()
    {
        WriteSource(100);
        _journal.OnPartCompleted = () => new AttemptReply(Continue: false, DeliveryStage.Part, FinalPath: null, "cancelled");
        (await DeliverAsync()).ShouldBeNull();
        Names().ShouldBe([PartName]);
    }

    [Fact]
    public async Task Discard_removes_the_part_and_only_that()
    {
        WriteSource(100);
        WriteTarget(PartName, [1]);
        WriteTarget("a.csv", [2]);
        await Delivery(OnExisting.Replace, "/in/a.csv").DiscardAsync(CancellationToken.None);
        Names().ShouldBe(["a.csv"]);
    }

    [Fact]
    public async Task Name_too_long_for_a_part_is_delivered_under_its_full_name()
    {
        WriteSource(100);
        var name = new string('ä', 120) + ".csv";
        await DeliverAsync(final: "/in/" + name);
        Names().ShouldBe([name]);
    }

    public void Dispose()
    {
        _sources.Dispose();
        _local.Dispose();
        _directory.Dispose();
    }

    private async Task<DeliveryResult?> DeliverAsync(OnExisting onExisting = OnExisting.Replace, string final = "/in/a.csv")
    {
        await using var source = await _sources.OpenAsync("/file", SftpOpenFlags.Read, default, CancellationToken.None);
        return await Delivery(onExisting, final)
            .RunAsync(source, (size, offset) => new ProgressMeter(size, offset, TimeProvider.System), CancellationToken.None);
    }

    private FileDelivery Delivery(OnExisting onExisting, string final) =>
        new(new DeliveryOrder(TransferId, "bank-in", final, Domain.Transfers.PartName.PathFor(final, TransferId), onExisting), _target, _journal);

    private void WriteSource(int size)
    {
        _content = RandomNumberGenerator.GetBytes(size);
        File.WriteAllBytes(_directory["source/file"], _content);
    }

    private void WriteTarget(string name, byte[] content)
    {
        Directory.CreateDirectory(_directory["target/in"]);
        File.WriteAllBytes(_directory["target/in/" + name], content);
    }

    private byte[] Delivered(string path) => File.ReadAllBytes(_directory["target/" + path]);

    private bool IsDelivered(string path) => _content.AsSpan().SequenceEqual(Delivered(path));

    private string[] Names() => Directory.Exists(_directory["target/in"])
        ? [.. Directory.EnumerateFileSystemEntries(_directory["target/in"]).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)]
        : [];
}
