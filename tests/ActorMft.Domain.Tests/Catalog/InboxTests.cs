using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Endpoints;
using ActorMft.Domain.Json;
using ActorMft.Domain.Resources;
using static ActorMft.Domain.Tests.Catalog.CatalogSamples;

namespace ActorMft.Domain.Tests.Catalog;

public class InboxTests
{
    private static readonly FlowSpec _space = Invoices with
    {
        Source = Invoices.Source with { AfterCopy = AfterCopy.Delete },
        Inbox = new InboxSpec(),
    };

    private static readonly ResourceSpec[] _everything = [Acme, Inbox, Bank, BankIn, _space];

    private readonly Actor _catalog = new(ActorId.Catalog);

    [Fact]
    public void Credentials_are_made_once_and_the_second_call_gets_the_first_ones()
    {
        _catalog.Given(Declare(_everything));
        var first = _catalog.Handle(Issue("one")).ReplyOf<IssueReply>();
        first.IsNew.ShouldBeTrue();
        first.User!.Home.ShouldBe("/invoices");
        first.User.Endpoint.ShouldBe("inbox");

        var second = _catalog.Handle(Issue("two"));
        second.Events.ShouldBeEmpty();
        second.ReplyOf<IssueReply>().User!.Password.ShouldBe(first.User.Password);
        second.ReplyOf<IssueReply>().IsNew.ShouldBeFalse();
        _catalog.ShouldFoldToTheSameState();
    }

    [Fact]
    public void Rotation_changes_the_password_and_nothing_else()
    {
        _catalog.Given(Declare(_everything), Issue("one"));
        _catalog.Given(Declare(IssuedUser() with { Permissions = [Permission.Write] }));
        var user = _catalog.Handle(Issue("two", rotate: true)).ReplyOf<IssueReply>().User!;
        user.Password!.Sealed.ShouldBe("sealed two");
        user.Permissions.ShouldBe([Permission.Write]);
    }

    [Fact]
    public void Flow_without_an_inbox_gets_no_credentials()
    {
        _catalog.Given(Declare(Acme, Inbox, Bank, BankIn, Invoices));
        var decision = _catalog.Handle(Issue("one"));
        decision.Events.ShouldBeEmpty();
        decision.ReplyOf<IssueReply>().Reason!.ShouldContain("no space inbox");
    }

    [Fact]
    public void Login_of_that_name_that_is_declared_by_hand_is_left_alone()
    {
        _catalog.Given(Declare(_everything), Declare(Upload with { Name = "acme+invoices" }));
        var decision = _catalog.Handle(Issue("one", rotate: true));
        decision.Events.ShouldBeEmpty();
        decision.ReplyOf<IssueReply>().Reason!.ShouldContain("declared by hand");
    }

    [Fact]
    public void Pruning_leaves_issued_users_of_declared_flows()
    {
        _catalog.Given(Declare(_everything), Issue("one"));
        var decision = _catalog.Handle(Declare(_everything) with { Prune = true });
        decision.Events.ShouldBeEmpty();
        decision.ReplyOf<DeclareReply>().Outcomes.ShouldAllBe(outcome => outcome.Outcome == Outcome.Unchanged);
    }

    [Fact]
    public void Issued_user_ends_with_its_flow()
    {
        _catalog.Given(Declare(_everything), Issue("one"));
        var decision = _catalog.Handle(Delete(_space));
        decision.ReplyOf<DeleteReply>().Problems.ShouldBeEmpty();
        decision.Sent<CloseUserSessions>().ShouldHaveSingleItem().User.ShouldBe("acme+invoices");
        IssuedUsers().ShouldBeEmpty();
    }

    [Fact]
    public void Issued_user_ends_with_its_inbox()
    {
        _catalog.Given(Declare(_everything), Issue("one"));
        _catalog.Handle(Declare(_space with { Inbox = null })).ReplyOf<DeclareReply>().Problems.ShouldBeEmpty();
        IssuedUsers().ShouldBeEmpty();
    }

    [Fact]
    public void Issued_user_follows_its_flow_to_another_directory()
    {
        _catalog.Given(Declare(_everything), Issue("one"));
        _catalog.Given(Declare(_space with { Source = _space.Source with { Path = "/new" } }));
        IssuedUser().Home.ShouldBe("/new");
        IssuedUser().Password!.Sealed.ShouldBe("sealed one");
    }

    [Fact]
    public void Inbox_that_keeps_its_files_is_refused()
    {
        var problem = _catalog.Handle(Declare(Acme, Inbox, Bank, BankIn, Invoices with { Inbox = new InboxSpec { MaxFileSize = new ByteSize(0) } }))
            .ReplyOf<DeclareReply>().Problems;
        problem.Select(each => each.Path).ShouldBe(["inbox.maxFileSize", "source.afterCopy"]);
    }

    private static IssueCredentials Issue(string password, bool rotate = false) => new(
        new UserSpec
        {
            Organization = "acme",
            Name = "acme+invoices",
            Flow = "invoices",
            Endpoint = "inbox",
            Password = new Secret { Hash = "hash " + password, Sealed = "sealed " + password },
        },
        rotate,
        "ann",
        "127.0.0.1");

    private UserSpec IssuedUser() => IssuedUsers().ShouldHaveSingleItem();

    private List<UserSpec> IssuedUsers() =>
        [.. _catalog.StateAs<CatalogState>().Entries.Values.Select(entry => entry.Spec).OfType<UserSpec>().Where(user => user.IsIssued)];
}
