using ActorMft.Node.Secrets;

namespace ActorMft.Node.Tests.Secrets;

public sealed class KeyFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("keyfile-").FullName;

    private string KeyFile => Path.Combine(_directory, "made", "secret.key");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Missing_key_file_is_made_for_its_owner_only_and_read_again()
    {
        var made = SecretKey.Load(KeyFile, create: true);

        File.GetUnixFileMode(KeyFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        SecretKey.Load(KeyFile, create: false).Id.ShouldBe(made.Id);
        Directory.GetFiles(Path.GetDirectoryName(KeyFile)!).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Nodes_that_start_at_once_agree_on_one_key()
    {
        var keys = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => SecretKey.Load(KeyFile, create: true).Id)));

        keys.Distinct().ShouldHaveSingleItem();
        Directory.GetFiles(Path.GetDirectoryName(KeyFile)!).ShouldHaveSingleItem();
    }

    [Fact]
    public void Missing_key_file_that_may_not_be_made_is_told() =>
        Should.Throw<SecretException>(() => SecretKey.Load(KeyFile, create: false)).Message.ShouldContain(KeyFile);

    [Fact]
    public void File_that_is_no_key_is_refused()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(KeyFile)!);
        File.WriteAllText(KeyFile, "actormft secret key v1:c2hvcnQ");

        Should.Throw<SecretException>(() => SecretKey.Load(KeyFile, create: true)).Message.ShouldContain("secrets.keyFile");
    }

    [Fact]
    public void Admin_token_matches_itself_only()
    {
        var path = Path.Combine(_directory, "admin.token");
        var token = AdminToken.Load(path);
        var text = File.ReadAllText(path).Trim();

        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        token.Matches(text).ShouldBeTrue();
        token.Matches(text + "x").ShouldBeFalse();
        token.Matches(string.Empty).ShouldBeFalse();
        AdminToken.Load(path).Matches(text).ShouldBeTrue();
    }

    [Fact]
    public void Short_admin_token_is_refused()
    {
        var path = Path.Combine(_directory, "admin.token");
        File.WriteAllText(path, "letmein\n");

        Should.Throw<SecretException>(() => AdminToken.Load(path)).Message.ShouldContain("management.adminToken.file");
    }
}
