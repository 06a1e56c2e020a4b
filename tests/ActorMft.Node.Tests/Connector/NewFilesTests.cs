using ActorMft.Node.Connector;
using ActorMft.Sftp;

namespace ActorMft.Node.Tests.Connector;

public sealed class NewFilesTests
{
    [Fact]
    public void File_is_told_once_when_two_looks_saw_the_same_and_again_when_it_was_replaced()
    {
        var files = new NewFiles(withExisting: false, most: 10);
        Look(files, ("old", 1)).ShouldBeEmpty();
        Look(files, ("old", 1), ("new", 1)).ShouldBeEmpty();
        Look(files, ("old", 1), ("new", 2)).ShouldBeEmpty();
        Look(files, ("old", 1), ("new", 2)).ShouldBe(["new"]);
        Look(files, ("old", 1), ("new", 2)).ShouldBeEmpty();
        Look(files, ("old", 7), ("new", 2)).ShouldBeEmpty();
        Look(files, ("old", 7), ("new", 2)).ShouldBe(["old"]);
    }

    [Fact]
    public void Existing_files_are_told_when_asked_for_and_what_is_gone_is_forgotten()
    {
        var files = new NewFiles(withExisting: true, most: 1);
        Look(files, ("a", 1)).ShouldBeEmpty();
        Look(files, ("a", 1)).ShouldBe(["a"]);
        Look(files).ShouldBeEmpty();
        Look(files, ("a", 1)).ShouldBeEmpty();
        Look(files, ("a", 1)).ShouldBe(["a"]);
        Should.Throw<SftpException>(() => Look(files, ("a", 1), ("b", 1))).Message.ShouldContain("More than 1 files");
    }

    [Fact]
    public void Look_that_breaks_off_forgets_nothing_and_tells_nothing_twice()
    {
        var files = new NewFiles(withExisting: true, most: 10);
        Look(files, ("a", 1), ("b", 1)).ShouldBeEmpty();
        files.Add("a", Of(1)).ShouldBeTrue();
        files.BreakLook();
        Look(files, ("a", 1), ("b", 1)).ShouldBe(["b"]);
        Look(files, ("a", 1), ("b", 1)).ShouldBeEmpty();
    }

    private static SftpAttributes Of(long size) => new() { Size = size, ModifyTime = 1 };

    private static List<string> Look(NewFiles files, params (string Path, long Size)[] there)
    {
        var told = there.Where(file => files.Add(file.Path, Of(file.Size))).Select(file => file.Path).ToList();
        files.EndLook();
        return told;
    }
}
