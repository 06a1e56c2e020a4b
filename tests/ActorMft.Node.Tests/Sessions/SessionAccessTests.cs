using ActorMft.Domain.Resources;
using ActorMft.Node.Sessions;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Server;

namespace ActorMft.Node.Tests.Sessions;

public sealed class SessionAccessTests : IDisposable
{
    private readonly SshPrivateKey _used = SshPrivateKey.Generate(SshKeyType.Ed25519);
    private readonly SshPrivateKey _other = SshPrivateKey.Generate(SshKeyType.Ed25519);
    private readonly FixedCatalog _catalog = new();
    private readonly UserSpec _anna;

    public SessionAccessTests()
    {
        _catalog.Declare(Inbox(enabled: true));
        _anna = new UserSpec
        {
            Organization = "acme",
            Name = "anna",
            Endpoint = "inbox",
            Home = "/anna",
            Password = new Secret { Hash = "one" },
            PublicKeys = [Line(_used)],
            Permissions = [Permission.Read, Permission.List],
        };
        _catalog.Declare(_anna);
    }

    public static TheoryData<string, Func<UserSpec, UserSpec>> EndingChanges => new()
    {
        { "disabled", user => user with { Enabled = false } },
        { "moved", user => user with { Endpoint = "outbox" } },
        { "moved", user => user with { Organization = "other" } },
        { "home", user => user with { Home = "/berta" } },
        { "permissions", user => user with { Permissions = [Permission.Read] } },
    };

    [Theory]
    [MemberData(nameof(EndingChanges))]
    public void Change_that_takes_something_away_ends_sessions_of_both_kinds(string why, Func<UserSpec, UserSpec> change)
    {
        _catalog.Delete(_anna.Key);
        _catalog.Declare(change(_anna));
        ByKey().ShouldNotBeNull().ShouldContain(why);
        ByPassword().ShouldNotBeNull().ShouldContain(why);
    }

    [Fact]
    public void Password_ends_the_sessions_by_password_when_it_is_changed_or_removed()
    {
        _catalog.Declare(_anna with { Password = new Secret { Hash = "two" } });
        ByPassword().ShouldNotBeNull().ShouldContain("password");
        ByKey().ShouldBeNull();
        _catalog.Declare(_anna with { Password = null });
        ByPassword().ShouldNotBeNull().ShouldContain("password");
    }

    [Fact]
    public void Key_ends_the_sessions_by_it_when_it_is_removed()
    {
        _catalog.Declare(_anna with { PublicKeys = [Line(_other)] });
        ByKey().ShouldNotBeNull().ShouldContain("key");
        ByPassword().ShouldBeNull();
    }

    [Fact]
    public void Requirement_ends_the_sessions_that_do_not_meet_it()
    {
        _catalog.Declare(_anna with { Authentication = [AuthenticationMethod.PublicKey] });
        ByKey().ShouldBeNull();
        ByPassword().ShouldBe("the user anna now has to log in by key");
        _catalog.Declare(_anna with { Authentication = [AuthenticationMethod.PublicKey, AuthenticationMethod.Password] });
        ByKey().ShouldBe("the user anna now has to log in by key and password");
        new SessionAccess(_anna, "one", new SshProof([_used.PublicKey], HasPassword: true)).Refusal(_catalog.Current).ShouldBeNull();
    }

    [Fact]
    public void Change_that_takes_nothing_away_ends_nothing()
    {
        _catalog.Declare(_anna with
        {
            Description = "new",
            Flow = "invoices",
            PublicKeys = [Line(_other), "rubbish", Line(_used) + "-with-another-comment"],
            Permissions = [Permission.Write, Permission.List, Permission.Read],
        });
        ByKey().ShouldBeNull();
        ByPassword().ShouldBeNull();
    }

    [Fact]
    public void Disabled_or_deleted_endpoint_or_deleted_user_ends_sessions()
    {
        _catalog.Declare(Inbox(enabled: false));
        ByKey().ShouldBe("the endpoint acme/inbox was disabled");
        _catalog.Delete(Inbox(enabled: true).Key);
        ByKey().ShouldBe("the endpoint acme/inbox was deleted");
        _catalog.Delete(_anna.Key);
        ByKey().ShouldBe("the user anna was deleted");
    }

    public void Dispose()
    {
        _used.Dispose();
        _other.Dispose();
    }

    private static EndpointSpec Inbox(bool enabled) =>
        new() { Organization = "acme", Name = "inbox", Type = EndpointTypes.SftpServer, Enabled = enabled };

    private static string Line(SshPrivateKey key) => key.PublicKey.ToOpenSsh("comment");

    private string? ByKey() => new SessionAccess(_anna, PasswordHash: null, new SshProof([_used.PublicKey], HasPassword: false)).Refusal(_catalog.Current);

    private string? ByPassword() => new SessionAccess(_anna, "one", new SshProof([], HasPassword: true)).Refusal(_catalog.Current);
}
