using ActorMft.Node.Files;

namespace ActorMft.Node.Tests.Files;

public sealed class StorageMarkerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public StorageMarkerTests() => Directory.CreateDirectory(_directory[".actormft"]);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Nodes_that_start_at_once_agree_on_one_id()
    {
        var ids = new string[20];
        using var start = new Barrier(ids.Length);
        var nodes = Enumerable.Range(0, ids.Length).Select(index => new Thread(() =>
        {
            start.SignalAndWait();
            ids[index] = new StorageMarker(_directory.FullPath).ReadOrCreate();
        })).ToList();
        nodes.ForEach(node => node.Start());
        nodes.ForEach(node => node.Join());
        ids.Distinct(StringComparer.Ordinal).ShouldHaveSingleItem();
        Directory.EnumerateFiles(_directory[".actormft"]).ShouldBe([_directory[".actormft/cluster"]]);
        new StorageMarker(_directory.FullPath).Require(ids[0]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  \n")]
    public void Empty_marker_counts_as_none(string text)
    {
        File.WriteAllText(_directory[".actormft/cluster"], text);
        Should.Throw<FileStoreException>(() => new StorageMarker(_directory.FullPath).Require("id")).Message.ShouldContain("not mounted");
    }

    [Fact]
    public void Huge_file_in_the_markers_place_is_another_id()
    {
        File.WriteAllText(_directory[".actormft/cluster"], new string('x', 1_000_000));
        Should.Throw<FileStoreException>(() => new StorageMarker(_directory.FullPath).Require("id")).Message.Length.ShouldBeLessThan(1000);
    }
}
