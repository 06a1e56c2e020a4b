using System.Buffers;
using System.Text;
using ActorMft.Actors;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;
using ActorMft.Node.Files;
using ActorMft.Node.Sessions;
using ActorMft.Sftp;
using ActorMft.Sftp.Local;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Sessions;

public sealed class ArrivalFileSystemTests : IDisposable
{
    private const SftpOpenFlags Upload = SftpOpenFlags.Write | SftpOpenFlags.Create | SftpOpenFlags.Truncate;

    private static readonly CancellationToken _none = CancellationToken.None;

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeMessenger _messenger = new();
    private readonly FixedCatalog _catalog = new();
    private readonly FileStore _store;
    private readonly EndpointDirectory _endpoint;
    private readonly LocalFileSystem _local;
    private readonly ArrivalFileSystem _files;

    public ArrivalFileSystemTests()
    {
        _store = FileStore.Open(_directory["files"]);
        _endpoint = _store.OpenEndpoint("acme", "inbox");
        _endpoint.CreateDirectory("/anna/invoices");
        _local = new LocalFileSystem(_endpoint.FullPath + "/anna", new LocalFileSystemOptions { Durable = true });
        _files = NewSession();
        Declare("invoices", "/anna/invoices");
    }

    [Fact]
    public async Task Close_of_an_upload_arrives_pinned_and_told_before_it_returns()
    {
        await UploadAsync("/invoices/a.csv", "hello");

        var arrived = _messenger.Of<FileArrived>().ShouldHaveSingleItem();
        arrived.Path.ShouldBe("/anna/invoices/a.csv");
        arrived.File.Size.ShouldBe(5);
        arrived.User.ShouldBe("anna");
        arrived.Revision.ShouldBe(7);
        _messenger.Sent.Single().To.ShouldBe(new EntityId("flow", "acme/invoices"));
        Pin(arrived.ArrivalId).ShouldBe("hello");
    }

    [Fact]
    public async Task Close_arrives_at_every_matching_flow_in_one_transaction_with_a_pin_for_each()
    {
        Declare("copies", "/");
        await UploadAsync("/invoices/a.csv", "hello");
        var arrivals = _messenger.Of<FileArrived>();
        arrivals.Count.ShouldBe(2);
        arrivals.Select(arrival => Pin(arrival.ArrivalId)).ShouldBe(["hello", "hello"]);
    }

    [Theory]
    [InlineData("/other/a.csv")]
    [InlineData("/invoices/a.txt")]
    [InlineData("/invoices/a.csv.filepart")]
    public async Task Close_of_a_file_that_is_for_no_flow_arrives_nowhere(string path)
    {
        Directory.CreateDirectory(_endpoint.FullPath + "/anna/other");
        await UploadAsync(path, "hello");
        _messenger.Sent.ShouldBeEmpty();
        Pins().ShouldBeEmpty();
    }

    [Fact]
    public async Task Upload_that_breaks_off_never_arrives()
    {
        await using (var file = await _files.OpenAsync("/invoices/a.csv", Upload, default, _none))
        {
            await file.WriteAsync(0, Bytes("hel"), _none);
        }

        _messenger.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Close_after_a_write_that_failed_is_refused_and_never_arrives()
    {
        var file = await _files.OpenAsync("/invoices/a.csv", Upload, default, _none);
        await file.WriteAsync(0, Bytes("hello"), _none);
        await Should.ThrowAsync<SftpException>(() => file.WriteAsync(-1, Bytes("lost"), _none).AsTask());
        (await Should.ThrowAsync<SftpException>(() => file.CloseAsync(_none).AsTask())).Message.ShouldContain("not accepted");
        _messenger.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Continued_upload_arrives_whole()
    {
        await Upload_that_breaks_off_never_arrives();
        var file = await _files.OpenAsync("/invoices/a.csv", SftpOpenFlags.Write, default, _none);
        await file.WriteAsync(3, Bytes("lo"), _none);
        await file.CloseAsync(_none);
        Pin(_messenger.Of<FileArrived>().Single().ArrivalId).ShouldBe("hello");
    }

    [Theory]
    [InlineData(SftpOpenFlags.Read)]
    [InlineData(SftpOpenFlags.Write)]
    [InlineData(SftpOpenFlags.Write | SftpOpenFlags.Create)]
    public async Task Close_without_a_change_is_no_arrival(SftpOpenFlags flags)
    {
        await File.WriteAllTextAsync(_endpoint.FullPath + "/anna/invoices/a.csv", "there");
        var file = await _files.OpenAsync("/invoices/a.csv", flags, default, _none);
        await file.CloseAsync(_none);
        _messenger.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Empty_upload_arrives()
    {
        var file = await _files.OpenAsync("/invoices/a.csv", Upload, default, _none);
        await file.CloseAsync(_none);
        _messenger.Of<FileArrived>().Single().File.Size.ShouldBe(0);
    }

    [Fact]
    public async Task Rename_from_a_temporary_name_arrives()
    {
        await UploadAsync("/invoices/a.csv.filepart", "hello");
        await _files.RenameAsync("/invoices/a.csv.filepart", "/invoices/a.csv", overwrite: false, _none);
        var arrived = _messenger.Of<FileArrived>().ShouldHaveSingleItem();
        arrived.Path.ShouldBe("/anna/invoices/a.csv");
        Pin(arrived.ArrivalId).ShouldBe("hello");
    }

    [Fact]
    public async Task Rename_while_the_file_is_written_arrives_at_its_close_under_the_new_name()
    {
        var file = await _files.OpenAsync("/invoices/a.csv.filepart", Upload, default, _none);
        await file.WriteAsync(0, Bytes("hel"), _none);
        await _files.RenameAsync("/invoices/a.csv.filepart", "/invoices/a.csv", overwrite: false, _none);
        _messenger.Sent.ShouldBeEmpty();
        await file.WriteAsync(3, Bytes("lo"), _none);
        await file.CloseAsync(_none);

        var arrived = _messenger.Of<FileArrived>().ShouldHaveSingleItem();
        arrived.Path.ShouldBe("/anna/invoices/a.csv");
        Pin(arrived.ArrivalId).ShouldBe("hello");
    }

    [Fact]
    public async Task Rename_of_a_file_that_another_session_still_writes_arrives_as_it_is_and_refuses_the_writer_from_then_on()
    {
        var writer = await NewSession().OpenAsync("/invoices/a.csv.filepart", Upload, default, _none);
        await writer.WriteAsync(0, Bytes("hello"), _none);
        await _files.RenameAsync("/invoices/a.csv.filepart", "/invoices/a.csv", overwrite: false, _none);

        var arrived = _messenger.Of<FileArrived>().ShouldHaveSingleItem();
        await Should.ThrowAsync<SftpException>(() => writer.WriteAsync(5, Bytes(" and more"), _none).AsTask());
        (await Should.ThrowAsync<SftpException>(() => writer.CloseAsync(_none).AsTask())).Message.ShouldContain("not accepted");
        Pin(arrived.ArrivalId).ShouldBe("hello");
        _messenger.Of<FileArrived>().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Replacing_upload_leaves_the_pinned_version_as_it_was()
    {
        await UploadAsync("/invoices/a.csv", "first");
        await UploadAsync("/invoices/a.csv", "second version");
        _messenger.Of<FileArrived>().Select(arrival => Pin(arrival.ArrivalId)).ShouldBe(["first", "second version"]);
    }

    [Fact]
    public async Task Changing_an_arrived_file_in_place_leaves_the_pinned_version_as_it_was()
    {
        var slow = await _files.OpenAsync("/invoices/a.csv", Upload, default, _none);
        await slow.WriteAsync(0, Bytes("first"), _none);
        var other = await NewSession().OpenAsync("/invoices/a.csv", SftpOpenFlags.Write, default, _none);
        await other.WriteAsync(0, Bytes("F"), _none);
        await other.CloseAsync(_none);
        await slow.WriteAsync(0, Bytes("later"), _none);

        Pin(_messenger.Of<FileArrived>().Single().ArrivalId).ShouldBe("First");
    }

    [Fact]
    public async Task Close_of_a_version_that_was_replaced_meanwhile_is_refused_and_no_arrival()
    {
        var slow = await _files.OpenAsync("/invoices/a.csv", Upload, default, _none);
        await slow.WriteAsync(0, Bytes("old"), _none);
        var other = NewSession();
        var quick = await other.OpenAsync("/invoices/a.csv", Upload, default, _none);
        await quick.WriteAsync(0, Bytes("new"), _none);
        await quick.CloseAsync(_none);
        var refusal = await Should.ThrowAsync<SftpException>(() => slow.CloseAsync(_none).AsTask());

        refusal.Message.ShouldContain("not accepted");
        _messenger.Of<FileArrived>().Select(arrival => Pin(arrival.ArrivalId)).ShouldBe(["new"]);
    }

    [Fact]
    public async Task Lost_answer_keeps_the_pin_though_later_tries_are_refused()
    {
        var calls = 0;
        _messenger.Refuse = _ => throw (calls++ == 0
            ? new StoreException(StoreFailure.Unavailable, "The answer was lost.") { OutcomeUnknown = true }
            : new StoreException(StoreFailure.Corrupt, "The database is gone."));

        await Should.ThrowAsync<SftpException>(() => UploadAsync("/invoices/a.csv", "hello"));

        Pins().Length.ShouldBe(1);
    }

    [Fact]
    public async Task Close_while_the_database_is_away_fails_with_a_sentence_and_keeps_no_pin()
    {
        _messenger.Refuse = _ => throw new StoreException(StoreFailure.Corrupt, "The database is gone.");
        var refusal = await Should.ThrowAsync<SftpException>(() => UploadAsync("/invoices/a.csv", "hello"));
        refusal.Status.ShouldBe(SftpStatus.Failure);
        refusal.Message.ShouldContain("not accepted");
        Pins().ShouldBeEmpty();
    }

    [Fact]
    public async Task Close_waits_through_a_short_outage_of_the_database()
    {
        var failures = 2;
        _messenger.Refuse = _ => _ = failures-- > 0 ? throw new StoreException(StoreFailure.Unavailable, "away") : true;
        await UploadAsync("/invoices/a.csv", "hello");
        Pin(_messenger.Of<FileArrived>().ShouldHaveSingleItem().ArrivalId).ShouldBe("hello");
    }

    [Fact]
    public async Task Close_whose_commit_has_an_unknown_outcome_keeps_the_pin_for_the_sweep()
    {
        _messenger.Refuse = _ => throw new StoreException(StoreFailure.Corrupt, "no answer") { OutcomeUnknown = true };
        var time = new ManualTime();
        var close = UploadAsync("/invoices/a.csv", "hello", NewSession(time));
        while (!close.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await Should.ThrowAsync<SftpException>(() => close);
        Pins().Length.ShouldBe(1);
    }

    [Fact]
    public async Task Rename_that_could_not_be_told_is_taken_back()
    {
        await UploadAsync("/invoices/a.csv.filepart", "hello");
        _messenger.Refuse = _ => throw new StoreException(StoreFailure.Corrupt, "The database is gone.");
        await Should.ThrowAsync<SftpException>(() =>
            _files.RenameAsync("/invoices/a.csv.filepart", "/invoices/a.csv", overwrite: false, _none).AsTask());
        File.Exists(_endpoint.FullPath + "/anna/invoices/a.csv.filepart").ShouldBeTrue();
        File.Exists(_endpoint.FullPath + "/anna/invoices/a.csv").ShouldBeFalse();
        Pins().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{name}.done", "/invoices/a.csv.done")]
    [InlineData("{stem}.ok", "/invoices/a.ok")]
    public async Task Trigger_file_lets_its_data_file_arrive_and_is_not_carried(string template, string trigger)
    {
        DeclareTriggered(template);
        await UploadAsync("/invoices/a.csv", "hello");
        await UploadAsync("/invoices/b.csv", "other");
        _messenger.Sent.ShouldBeEmpty();
        await UploadAsync(trigger, "");

        var arrived = _messenger.Of<FileArrived>().ShouldHaveSingleItem();
        arrived.Path.ShouldBe("/anna/invoices/a.csv");
        arrived.Trigger!.Path.ShouldBe("/anna" + trigger);
        Pin(arrived.ArrivalId).ShouldBe("hello");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Data_file_arrives_when_its_trigger_file_was_first(bool renamed)
    {
        DeclareTriggered("{name}.done");
        await UploadAsync("/invoices/a.csv.done", "");
        await UploadAsync(renamed ? "/invoices/a.csv.tmp" : "/invoices/a.csv", "hello");
        if (renamed)
        {
            _messenger.Sent.ShouldBeEmpty();
            await _files.RenameAsync("/invoices/a.csv.tmp", "/invoices/a.csv", overwrite: false, _none);
        }

        Pin(_messenger.Of<FileArrived>().ShouldHaveSingleItem().ArrivalId).ShouldBe("hello");
    }

    [Fact]
    public async Task Data_file_that_is_uploaded_again_beside_its_trigger_file_arrives_again()
    {
        DeclareTriggered("{name}.done");
        await UploadAsync("/invoices/a.csv", "first");
        await UploadAsync("/invoices/a.csv.done", "");
        await UploadAsync("/invoices/a.csv", "second");
        var arrivals = _messenger.Of<FileArrived>();
        arrivals.Select(arrival => Pin(arrival.ArrivalId)).ShouldBe(["first", "second"]);
        arrivals.Select(arrival => arrival.ArrivalId).ShouldBeUnique();
    }

    [Fact]
    public async Task Trigger_file_waits_for_a_data_file_that_another_session_still_writes()
    {
        DeclareTriggered("{name}.done");
        var slow = await NewSession().OpenAsync("/invoices/a.csv", Upload, default, _none);
        await slow.WriteAsync(0, Bytes("hel"), _none);
        await UploadAsync("/invoices/a.csv.done", "");
        _messenger.Sent.ShouldBeEmpty();

        await slow.WriteAsync(3, Bytes("lo"), _none);
        await slow.CloseAsync(_none);
        Pin(_messenger.Of<FileArrived>().ShouldHaveSingleItem().ArrivalId).ShouldBe("hello");
    }

    [Fact]
    public async Task Data_file_waits_for_a_trigger_file_that_another_session_still_writes()
    {
        DeclareTriggered("{name}.done");
        var trigger = await NewSession().OpenAsync("/invoices/a.csv.done", Upload, default, _none);
        await UploadAsync("/invoices/a.csv", "hello");
        _messenger.Sent.ShouldBeEmpty();
        await trigger.CloseAsync(_none);
        Pin(_messenger.Of<FileArrived>().ShouldHaveSingleItem().ArrivalId).ShouldBe("hello");
    }

    [Fact]
    public async Task Broken_upload_never_arrives_by_its_trigger_file_before_it_is_continued()
    {
        DeclareTriggered("{name}.done");
        await Upload_that_breaks_off_never_arrives();
        await UploadAsync("/invoices/a.csv.done", "");
        _messenger.Sent.ShouldBeEmpty();

        var file = await NewSession().OpenAsync("/invoices/a.csv", SftpOpenFlags.Write, default, _none);
        await file.WriteAsync(3, Bytes("lo"), _none);
        await file.CloseAsync(_none);
        Pin(_messenger.Of<FileArrived>().ShouldHaveSingleItem().ArrivalId).ShouldBe("hello");
        Directory.GetFiles(_directory["files/.actormft/unfinished"]).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_closes_that_see_each_other_tell_one_arrival()
    {
        DeclareTriggered("{name}.done");
        await UploadAsync("/invoices/a.csv.done", "");
        await UploadAsync("/invoices/a.csv", "hello");
        var handle = await _files.OpenAsync("/invoices/a.csv.done", SftpOpenFlags.Write, default, _none);
        await handle.CloseAsync(_none);
        var arrivals = new Arrivals(_store, _catalog, _messenger, TimeProvider.System, NullLogger<Arrivals>.Instance);
        var byTrigger = arrivals.Find("acme", "inbox", "/anna/invoices/a.csv.done", (_, _) => false).ShouldHaveSingleItem();
        arrivals.IdOf(byTrigger, _endpoint.Find("/anna/invoices/a.csv")!.Number.Inode).ShouldBe(_messenger.Of<FileArrived>().ShouldHaveSingleItem().ArrivalId);
    }

    [Fact]
    public async Task Trigger_file_that_is_renamed_to_its_name_counts()
    {
        DeclareTriggered("{name}.done");
        await UploadAsync("/invoices/a.csv", "hello");
        await UploadAsync("/invoices/a.csv.done.filepart", "");
        _messenger.Sent.ShouldBeEmpty();
        await _files.RenameAsync("/invoices/a.csv.done.filepart", "/invoices/a.csv.done", overwrite: false, _none);
        _messenger.Of<FileArrived>().ShouldHaveSingleItem().Path.ShouldBe("/anna/invoices/a.csv");
    }

    public void Dispose()
    {
        _local.Dispose();
        _store.Dispose();
        _directory.Dispose();
    }

    private ArrivalFileSystem NewSession(TimeProvider? time = null) => new(
        _local,
        new SessionIdentity("s1", "acme", "inbox", "anna", "/anna"),
        _endpoint,
        _store,
        new Arrivals(_store, _catalog, _messenger, time ?? TimeProvider.System, NullLogger<Arrivals>.Instance));

    private void Declare(string flow, string path) => _catalog.Declare(new FlowSpec
    {
        Organization = "acme",
        Name = flow,
        Source = new FlowSource { Endpoint = "inbox", Path = path, Include = ["*.csv"] },
    });

    private void DeclareTriggered(string template) => _catalog.Declare(new FlowSpec
    {
        Organization = "acme",
        Name = "invoices",
        Source = new FlowSource
        {
            Endpoint = "inbox",
            Path = "/anna/invoices",
            Include = ["*"],
            Trigger = new Trigger { On = TriggerOn.TriggerFile, TriggerFile = template },
        },
    });

    private Task UploadAsync(string path, string text) => UploadAsync(path, text, _files);

    private static async Task UploadAsync(string path, string text, ArrivalFileSystem session)
    {
        var file = await session.OpenAsync(path, Upload, default, _none);
        await file.WriteAsync(0, Bytes(text), _none);
        await file.CloseAsync(_none);
    }

    private string Pin(string arrivalId) => File.ReadAllText(_directory["files/.actormft/pins/" + arrivalId]);

    private string[] Pins() => Directory.GetFiles(_directory["files/.actormft/pins"]);

    private static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
