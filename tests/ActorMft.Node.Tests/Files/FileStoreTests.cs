using ActorMft.Node.Files;

namespace ActorMft.Node.Tests.Files;

public sealed class FileStoreTests : IDisposable
{
    private const string Arrival = "01J00000000000000000000001";

    private readonly TemporaryDirectory _directory = new();
    private readonly FileStore _store;
    private readonly EndpointDirectory _inbox;

    public FileStoreTests()
    {
        _store = FileStore.Open(_directory["files"]);
        _inbox = _store.OpenEndpoint("acme", "inbox");
        _inbox.CreateDirectory("/invoices/2026");
    }

    [Fact]
    public void Open_of_another_layout_is_refused_with_a_sentence()
    {
        File.WriteAllText(_directory["files/.actormft/store"], "something else");
        Should.Throw<FileStoreException>(() => FileStore.Open(_directory["files"]))
            .Message.ShouldContain("another version of ActorMft");
    }

    [Fact]
    public void Open_where_a_file_is_in_the_way_says_which_setting_to_look_at()
    {
        File.WriteAllText(_directory["taken"], "");
        Should.Throw<FileStoreException>(() => FileStore.Open(_directory["taken"]))
            .Message.ShouldContain("storage.path");
    }

    [Fact]
    public void Pin_keeps_the_old_bytes_when_the_name_is_replaced()
    {
        Write("/invoices/a.csv", "first");
        var pinned = _store.Pin(_inbox, "/invoices/a.csv", Arrival);
        Replace("/invoices/a.csv", "second version");

        pinned.Size.ShouldBe(5);
        ReadPin(Arrival).ShouldBe("first");
    }

    [Fact]
    public void Pin_of_the_same_version_twice_is_one_pin()
    {
        Write("/invoices/a.csv", "first");
        var first = _store.Pin(_inbox, "/invoices/a.csv", Arrival);
        first.IsNew.ShouldBeTrue();
        _store.Pin(_inbox, "/invoices/a.csv", Arrival).ShouldBe(first with { IsNew = false });
    }

    [Fact]
    public void Pin_under_a_used_id_keeps_the_version_that_was_pinned_first()
    {
        Write("/invoices/a.csv", "first");
        var first = _store.Pin(_inbox, "/invoices/a.csv", Arrival);
        Replace("/invoices/a.csv", "the second");
        _store.Pin(_inbox, "/invoices/a.csv", Arrival).ShouldBe(first with { IsNew = false });
    }

    [Theory]
    [InlineData("/invoices")]
    [InlineData("/invoices/missing.csv")]
    [InlineData("/outside")]
    public void Pin_of_what_is_no_file_inside_the_endpoint_is_refused(string path)
    {
        File.WriteAllText(_directory["secret"], "not yours");
        File.CreateSymbolicLink(Path.Combine(_inbox.FullPath, "outside"), _directory["secret"]);
        Should.Throw<FileStoreException>(() => _store.Pin(_inbox, path, Arrival));
        File.Exists(_directory["files/.actormft/pins/" + Arrival]).ShouldBeFalse();
    }

    [Fact]
    public void Delete_removes_the_delivered_version_and_its_pin()
    {
        Write("/invoices/a.csv", "first");
        _store.Pin(_inbox, "/invoices/a.csv", Arrival);

        _store.Delete(_inbox, "/invoices/a.csv", Arrival).ShouldBeTrue();

        _inbox.Find("/invoices/a.csv").ShouldBeNull();
        PinExists(Arrival).ShouldBeFalse();
        Directory.EnumerateFiles(_directory["files/.actormft/doomed"]).ShouldBeEmpty();
    }

    [Fact]
    public void Delete_leaves_a_newer_version_alone()
    {
        Write("/invoices/a.csv", "first");
        _store.Pin(_inbox, "/invoices/a.csv", Arrival);
        Replace("/invoices/a.csv", "second");

        _store.Delete(_inbox, "/invoices/a.csv", Arrival).ShouldBeFalse();

        File.ReadAllText(_inbox.FullPath + "/invoices/a.csv").ShouldBe("second");
    }

    [Fact]
    public void Delete_of_a_name_that_is_gone_drops_the_pin_and_can_be_repeated()
    {
        Write("/invoices/2026/a.csv", "first");
        _store.Pin(_inbox, "/invoices/2026/a.csv", Arrival);
        Directory.Delete(_inbox.FullPath + "/invoices", recursive: true);

        _store.Delete(_inbox, "/invoices/2026/a.csv", Arrival).ShouldBeFalse();
        _store.Delete(_inbox, "/invoices/2026/a.csv", Arrival).ShouldBeFalse();
        Directory.EnumerateFiles(_directory["files/.actormft/pins"]).ShouldBeEmpty();
    }

    [Fact]
    public void Delete_goes_on_where_a_crash_left_the_name_moved_away()
    {
        Write("/invoices/a.csv", "first");
        _store.Pin(_inbox, "/invoices/a.csv", Arrival);
        File.Move(_inbox.FullPath + "/invoices/a.csv", _directory["files/.actormft/doomed/" + Arrival]);

        _store.Delete(_inbox, "/invoices/a.csv", Arrival).ShouldBeTrue();
        Directory.EnumerateFiles(_directory["files/.actormft/doomed"]).ShouldBeEmpty();
    }

    [Fact]
    public void Delete_puts_back_what_was_moved_away_by_mistake()
    {
        Write("/invoices/a.csv", "first");
        _store.Pin(_inbox, "/invoices/a.csv", Arrival);
        Replace("/invoices/a.csv", "second");
        File.Move(_inbox.FullPath + "/invoices/a.csv", _directory["files/.actormft/doomed/" + Arrival]);

        _store.Delete(_inbox, "/invoices/a.csv", Arrival).ShouldBeFalse();
        File.ReadAllText(_inbox.FullPath + "/invoices/a.csv").ShouldBe("second");
    }

    [Theory]
    [InlineData("/a/../../b", "/b")]
    [InlineData("//a/./b/", "/a/b")]
    [InlineData("", "/")]
    public void Path_is_normalised_and_never_leaves_the_root(string path, string expected) =>
        EndpointPath.Normalize(path).ShouldBe(expected);

    public void Dispose()
    {
        _store.Dispose();
        _directory.Dispose();
    }

    private void Write(string path, string text) => File.WriteAllText(_inbox.FullPath + path, text);

    private void Replace(string path, string text)
    {
        File.WriteAllText(_directory["new"], text);
        File.Move(_directory["new"], _inbox.FullPath + path, overwrite: true);
    }

    private string ReadPin(string arrivalId) => File.ReadAllText(_directory["files/.actormft/pins/" + arrivalId]);

    private bool PinExists(string arrivalId) => File.Exists(_directory["files/.actormft/pins/" + arrivalId]);
}
