using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Endpoints;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Json;
using ActorMft.Domain.Pools;
using ActorMft.Domain.Pulls;
using ActorMft.Domain.Resources;
using static ActorMft.Domain.Tests.Catalog.CatalogSamples;

namespace ActorMft.Domain.Tests.Catalog;

public class CatalogTests
{
    private readonly Actor _catalog = new(ActorId.Catalog);

    private CatalogState State => _catalog.StateAs<CatalogState>();

    [Fact]
    public void A_declaration_is_kept_shown_audited_and_passed_on()
    {
        var decision = _catalog.Handle(Declare(Everything));
        var reply = decision.ReplyOf<DeclareReply>();
        reply.Problems.ShouldBeEmpty();
        reply.Outcomes.ShouldAllBe(outcome => outcome.Outcome == Outcome.Created);
        reply.Revision.ShouldBe(1);

        var rows = decision.Effects.OfType<ShowRow>().ToLookup(row => row.View);
        rows[ViewNames.Resource].Select(row => row.Id).ShouldBe(
            ["Organization/acme", "Endpoint/acme/inbox", "RemoteServer/acme/bank", "Endpoint/acme/bank-in", "Flow/acme/invoices", "User/acme/acme-upload"]);
        rows[ViewNames.Audit].Count().ShouldBe(6);
        rows[ViewNames.Audit].Select(row => row.Id).ShouldBeUnique();
        DomainJson.Read<CatalogEntry>(rows[ViewNames.Resource].First().Json).Spec.ShouldBeOfType<OrganizationSpec>();

        decision.Sent<DefineFlow>().ShouldHaveSingleItem().Revision.ShouldBe(1);
        decision.Sent<DefinePool>().ShouldHaveSingleItem().Cap.ShouldBe(25);
        decision.SentTo<DefineEndpoint>().ShouldBe([ActorId.Endpoint("acme", "inbox")]);
        _catalog.ShouldFoldToTheSameState();
    }

    [Fact]
    public void The_same_declaration_again_changes_nothing()
    {
        _catalog.Given(Declare(Everything));
        var decision = _catalog.Handle(Declare(Everything));
        decision.Events.ShouldBeEmpty();
        decision.ReplyOf<DeclareReply>().Outcomes.ShouldAllBe(outcome => outcome.Outcome == Outcome.Unchanged);
    }

    [Fact]
    public void Only_what_changed_is_passed_on()
    {
        _catalog.Given(Declare(Everything));
        var decision = _catalog.Handle(Declare(Bank with { MaxConnections = 3 }, Inbox));
        decision.ReplyOf<DeclareReply>().Outcomes.Select(outcome => outcome.Outcome).ShouldBe([Outcome.Changed, Outcome.Unchanged]);
        decision.Effects.OfType<Send>().ShouldHaveSingleItem().Message.ShouldBe(new DefinePool(3, null));
    }

    [Fact]
    public void A_dry_run_says_what_would_happen_and_changes_nothing()
    {
        var decision = _catalog.Handle(Declare(Everything) with { DryRun = true });
        decision.ReplyOf<DeclareReply>().Outcomes.Count.ShouldBe(6);
        decision.Events.ShouldBeEmpty();
        decision.Effects.ShouldHaveSingleItem();
    }

    [Fact]
    public void All_problems_are_reported_at_once_and_nothing_is_changed()
    {
        var decision = _catalog.Handle(Declare(
            Acme,
            Inbox with { Organization = "other" },
            BankIn,
            Invoices with { Targets = [new FlowTarget { Endpoint = "nowhere" }], Retry = new RetryPolicy { Attempts = 0 } },
            Upload with { Password = new Secret { Value = "clear" } },
            Acme));
        decision.Events.ShouldBeEmpty();
        var reply = decision.ReplyOf<DeclareReply>();
        reply.Outcomes.ShouldBeEmpty();
        reply.Problems.Select(problem => (problem.Index, problem.Path)).ShouldBe(
            [
                (1, "organization"), (2, "remote"), (3, "retry.attempts"), (3, "source.endpoint"), (3, "targets[0].endpoint"),
                (4, "password"), (4, "endpoint"), (5, "name"),
            ],
            ignoreOrder: true);
        reply.Problems.ShouldAllBe(problem => problem.Value != "clear");
    }

    [Fact]
    public void A_login_is_unique_in_the_cluster()
    {
        _catalog.Given(Declare(Everything));
        var other = new OrganizationSpec { Name = "other" };
        var problem = _catalog.Handle(Declare(other, Inbox with { Organization = "other" }, Upload with { Organization = "other", Flow = null }))
            .ReplyOf<DeclareReply>().Problems.Single(problem => problem.Index == 2);
        problem.Path.ShouldBe("name");
        problem.Allowed.ShouldContain("User/acme/acme-upload has it");
    }

    [Fact]
    public void A_flow_into_its_own_source_is_refused()
    {
        var loop = Invoices with { Targets = [new FlowTarget { Endpoint = "inbox", Path = "/invoices/out" }] };
        _catalog.Handle(Declare(Acme, Inbox, loop)).ReplyOf<DeclareReply>().Problems.ShouldHaveSingleItem().Allowed.ShouldContain("would arrive again");
        var elsewhere = Invoices with { Targets = [new FlowTarget { Endpoint = "inbox", Path = "/done" }] };
        _catalog.Handle(Declare(Acme, Inbox, elsewhere)).ReplyOf<DeclareReply>().Problems.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_referred_to_is_not_deleted()
    {
        _catalog.Given(Declare(Everything));
        foreach (var spec in new ResourceSpec[] { Acme, Inbox, Bank, BankIn, Invoices })
        {
            var reply = _catalog.Handle(Delete(spec)).ReplyOf<DeleteReply>();
            reply.Found.ShouldBeTrue();
            reply.Problems.ShouldNotBeEmpty();
            _catalog.Last.Events.ShouldBeEmpty();
        }

        _catalog.Handle(Delete(Bank)).ReplyOf<DeleteReply>().Problems.ShouldHaveSingleItem().Path.ShouldBe("Endpoint/acme/bank-in: remote");
    }

    [Fact]
    public void What_nothing_refers_to_is_deleted_and_its_actor_told()
    {
        _catalog.Given(Declare(Everything));
        _catalog.Handle(Delete(Upload)).Sent<CloseUserSessions>().ShouldHaveSingleItem().User.ShouldBe("acme-upload");
        _catalog.Handle(Delete(Invoices)).Sent<RemoveFlow>().ShouldHaveSingleItem().Revision.ShouldBe(3);
        _catalog.Handle(Delete(BankIn)).ReplyOf<DeleteReply>().Problems.ShouldBeEmpty();
        _catalog.Handle(Delete(Bank)).Sent<RemovePool>().ShouldHaveSingleItem();
        _catalog.Handle(Delete(Inbox)).Sent<RemoveEndpoint>().ShouldHaveSingleItem();
        _catalog.Handle(Delete(Acme)).Effects.OfType<RemoveRow>().ShouldHaveSingleItem().Id.ShouldBe("Organization/acme");
        _catalog.Handle(Delete(Acme)).ReplyOf<DeleteReply>().Found.ShouldBeFalse();
        State.Entries.ShouldBeEmpty();
    }

    [Fact]
    public void Prune_deletes_what_the_named_organizations_have_and_the_declaration_has_not()
    {
        var other = new OrganizationSpec { Name = "other" };
        _catalog.Given(Declare([.. Everything, other, Inbox with { Organization = "other" }]));
        var reply = _catalog.Handle(Declare(Acme, Inbox) with { Prune = true }).ReplyOf<DeclareReply>();
        reply.Outcomes.Where(outcome => outcome.Outcome == Outcome.Deleted).Select(outcome => outcome.Name)
            .ShouldBe(["acme-upload", "invoices", "bank-in", "bank"], ignoreOrder: true);
        State.Entries.Keys.ShouldBe(["Organization/acme", "Endpoint/acme/inbox", "Organization/other", "Endpoint/other/inbox"], ignoreOrder: true);
    }

    [Fact]
    public void Prune_that_would_break_a_reference_changes_nothing()
    {
        _catalog.Given(Declare(Everything));
        var decision = _catalog.Handle(Declare(Acme, Inbox, BankIn, Invoices) with { Prune = true });
        decision.Events.ShouldBeEmpty();
        decision.ReplyOf<DeclareReply>().Problems.ShouldHaveSingleItem().Path.ShouldBe("remote");
    }

    [Fact]
    public void A_disabled_endpoint_holds_the_flows_that_need_it()
    {
        _catalog.Given(Declare(Everything));
        var decision = _catalog.Handle(Declare(BankIn with { Enabled = false }));
        var define = decision.Sent<DefineFlow>().ShouldHaveSingleItem();
        define.Holds["bank-in"].ShouldBe("the endpoint acme/bank-in is disabled");
        define.Revision.ShouldBe(1);
        _catalog.Handle(Declare(BankIn)).Sent<DefineFlow>().ShouldHaveSingleItem().Holds.ShouldBeEmpty();
        _catalog.Handle(Declare(Inbox with { Enabled = false })).Sent<DefineFlow>().ShouldHaveSingleItem().Holds["bank-in"].ShouldContain("acme/inbox");
    }

    [Fact]
    public void A_disabled_user_is_logged_out()
    {
        _catalog.Given(Declare(Everything));
        _catalog.Handle(Declare(Upload with { Enabled = false })).Sent<CloseUserSessions>().ShouldHaveSingleItem().Reason.ShouldContain("disabled");
    }

    [Fact]
    public void The_first_host_key_is_learned_and_another_disables_the_remote_until_it_is_accepted()
    {
        _catalog.Given(Declare(Everything));
        _catalog.Handle(Seen(Key1)).ReplyOf<RemoteHostKeyReply>().ShouldBe(new RemoteHostKeyReply(true, Key1, null));
        _catalog.Handle(Seen(Key1)).Events.ShouldBeEmpty();

        var changed = _catalog.Handle(Seen(Key2));
        var reply = changed.ReplyOf<RemoteHostKeyReply>();
        (reply.Trusted, reply.Expected).ShouldBe((false, Key1));
        reply.Reason!.ShouldContain("actormft remote accept-host-key acme/bank");
        changed.Sent<DefinePool>().ShouldHaveSingleItem().DisabledReason.ShouldBe(reply.Reason);
        changed.Sent<DefineFlow>().ShouldHaveSingleItem().Holds["bank-in"].ShouldBe(reply.Reason);
        _catalog.Handle(Seen(Key2)).Events.ShouldBeEmpty();

        var accepted = _catalog.Handle(new AcceptHostKey("acme", "bank", "ann", "127.0.0.1"));
        accepted.ReplyOf<AcceptHostKeyReply>().ShouldBe(new AcceptHostKeyReply(true, Key2, null, Key1));
        accepted.Sent<DefinePool>().ShouldHaveSingleItem().DisabledReason.ShouldBeNull();
        _catalog.Handle(Seen(Key2)).ReplyOf<RemoteHostKeyReply>().Trusted.ShouldBeTrue();
        _catalog.Handle(new AcceptHostKey("acme", "bank", "ann", "")).ReplyOf<AcceptHostKeyReply>().Accepted.ShouldBeFalse();
        _catalog.ShouldFoldToTheSameState();
    }

    [Fact]
    public void Old_and_new_host_key_are_in_the_audit()
    {
        _catalog.Given(Declare(Everything));
        Details(_catalog.Handle(Seen(Key1))).ShouldBe($"hostKeyLearned: first seen {Key1}");
        Details(_catalog.Handle(Seen(Key2))).ShouldBe($"hostKeyChanged: expected {Key1}, seen {Key2}");
        Details(_catalog.Handle(new AcceptHostKey("acme", "bank", "ann", "", Key2))).ShouldBe($"hostKeyAccepted: old {Key1}, new {Key2}");
    }

    [Fact]
    public void The_key_before_can_be_kept_and_a_third_one_is_not_accepted()
    {
        _catalog.Given(Declare(Everything), Seen(Key1), Seen(Key2));
        var third = _catalog.Handle(new AcceptHostKey("acme", "bank", "ann", "", Key2.Replace('2', '3') + "3")).ReplyOf<AcceptHostKeyReply>();
        (third.Accepted, third.Reason!.Contains(Key1), third.Reason.Contains(Key2)).ShouldBe((false, true, true));

        var kept = _catalog.Handle(new AcceptHostKey("acme", "bank", "ann", "", Key1));
        kept.ReplyOf<AcceptHostKeyReply>().ShouldBe(new AcceptHostKeyReply(true, Key1, null, Key1));
        kept.Sent<DefinePool>().ShouldHaveSingleItem().DisabledReason.ShouldBeNull();
        Details(kept).ShouldBe($"hostKeyKept: kept {Key1}, not accepted {Key2}");
        _catalog.Handle(Seen(Key1)).ReplyOf<RemoteHostKeyReply>().Trusted.ShouldBeTrue();
        _catalog.Handle(Seen(Key2)).ReplyOf<RemoteHostKeyReply>().Trusted.ShouldBeFalse();
        _catalog.ShouldFoldToTheSameState();
    }

    [Fact]
    public void A_declared_host_key_is_the_only_one_believed()
    {
        _catalog.Given(Declare([.. Everything.Where(spec => spec != Bank), Bank with { HostKey = Key1 }]));
        _catalog.Handle(Seen(Key2)).ReplyOf<RemoteHostKeyReply>().Trusted.ShouldBeFalse();
        _catalog.Handle(Seen(Key1)).ReplyOf<RemoteHostKeyReply>().Trusted.ShouldBeTrue();
        _catalog.Handle(Declare(Bank with { HostKey = Key2 })).Sent<DefinePool>().ShouldHaveSingleItem().DisabledReason.ShouldBeNull();
        _catalog.Handle(Seen(Key2)).ReplyOf<RemoteHostKeyReply>().Trusted.ShouldBeTrue();
    }

    [Fact]
    public void A_host_key_among_chosen_types_only_is_refused_with_that_as_a_possible_cause()
    {
        _catalog.Given(Declare([.. Everything.Where(spec => spec != Bank), Bank with { Algorithms = new RemoteAlgorithms { HostKeys = "rsa-sha2-512" } }]), Seen(Key1));
        var reply = _catalog.Handle(Seen(Key2)).ReplyOf<RemoteHostKeyReply>();
        reply.Trusted.ShouldBeFalse();
        reply.Reason!.ShouldContain($"seen {Key2}. Only keys that algorithms.hostKeys allows were asked for");
        _catalog.Given(Declare(Bank with { Algorithms = new RemoteAlgorithms { HostKeys = "-ecdsa-*" } }));
        _catalog.Handle(Seen(Key1)).ReplyOf<RemoteHostKeyReply>().Trusted.ShouldBeTrue("another choice of algorithms forgets no key");
    }

    [Fact]
    public void A_learned_key_is_forgotten_with_its_address_but_not_with_other_changes()
    {
        _catalog.Given(Declare(Everything), Seen(Key1), Declare(Bank with { MaxConnections = 2 }));
        _catalog.Handle(Seen(Key2)).ReplyOf<RemoteHostKeyReply>().Trusted.ShouldBeFalse();
        _catalog.Given(Declare(Bank with { Host = "sftp2.bank.example" }));
        _catalog.Handle(Seen(Key2)).ReplyOf<RemoteHostKeyReply>().Trusted.ShouldBeTrue();
    }

    [Fact]
    public void The_policy_that_believes_any_key_learns_none()
    {
        _catalog.Given(Declare([.. Everything.Where(spec => spec != Bank), Bank with { HostKeyPolicy = HostKeyPolicy.AcceptAny }]));
        _catalog.Handle(Seen(Key1)).ReplyOf<RemoteHostKeyReply>().Trusted.ShouldBeTrue();
        _catalog.Handle(Seen(Key2)).ReplyOf<RemoteHostKeyReply>().Trusted.ShouldBeTrue();
        _catalog.Last.Events.ShouldBeEmpty();
    }

    [Fact]
    public void The_clusters_host_keys_are_kept_from_whoever_comes_first()
    {
        var first = new ServerHostKey("ssh-ed25519", "first", "sealed-1");
        var second = new ServerHostKey("ssh-ed25519", "second", "sealed-2");
        var rsa = new ServerHostKey("rsa", "rsa", "sealed-3");
        _catalog.Given(new AddHostKeys([first]));
        _catalog.Handle(new AddHostKeys([second, rsa])).ReplyOf<HostKeysReply>().Keys.ShouldBe([first, rsa]);
        _catalog.Handle(new AddHostKeys([second])).Events.ShouldBeEmpty();
        _catalog.Handle(new ReadCatalog()).ReplyOf<CatalogContents>().HostKeys.Count.ShouldBe(2);
    }

    [Fact]
    public void A_flow_from_a_source_that_is_looked_at_has_a_schedule_and_its_looks_are_told()
    {
        var pulled = Invoices with { Name = "statements", Source = new FlowSource { Endpoint = "bank-in", Path = "out", Schedule = new Schedule { Every = TimeSpan.FromMinutes(1) } } };
        pulled = pulled with { Targets = [new FlowTarget { Endpoint = "inbox", Path = "in" }] };
        _catalog.Given(Declare(Everything));
        var declared = _catalog.Handle(Declare(pulled));
        var pull = declared.Sent<DefinePull>().ShouldHaveSingleItem();
        pull.Hold.ShouldBeNull();
        declared.SentTo<DefinePull>().ShouldBe([ActorId.Pull("acme", "statements")]);

        _catalog.Handle(Declare(pulled with { Retry = pulled.Retry, Targets = [new FlowTarget { Endpoint = "inbox", Path = "elsewhere" }] })).Sent<DefinePull>().ShouldBeEmpty();
        _catalog.Handle(Declare(Bank with { Enabled = false })).Sent<DefinePull>().ShouldHaveSingleItem().Hold.ShouldBe("the remote server acme/bank is disabled");
        _catalog.Handle(Delete(pulled)).SentTo<RemovePull>().ShouldBe([ActorId.Pull("acme", "statements")]);
        _catalog.Handle(Delete(Invoices)).Sent<RemovePull>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("bank-in", "out", false, TriggerOn.Close, "source.schedule")]
    [InlineData("bank-in", "out", true, TriggerOn.Rename, "source.trigger.on")]
    [InlineData("inbox", "/invoices", true, TriggerOn.Close, "source.schedule")]
    [InlineData("inbox", "invoices", false, TriggerOn.Close, "source.path")]
    public void A_source_that_its_endpoint_cannot_be_is_refused(string endpoint, string path, bool scheduled, TriggerOn trigger, string problem)
    {
        var flow = Invoices with
        {
            Source = new FlowSource
            {
                Endpoint = endpoint,
                Path = path,
                Schedule = scheduled ? new Schedule { Every = TimeSpan.FromMinutes(1) } : null,
                Trigger = new Trigger { On = trigger },
            },
        };
        _catalog.Handle(Declare(Acme, Inbox, Bank, BankIn, flow)).ReplyOf<DeclareReply>().Problems.ShouldHaveSingleItem().Path.ShouldBe(problem);
    }

    [Theory]
    [InlineData("out", "out", false)]
    [InlineData("out", "out/done", true)]
    [InlineData("out/**", "out/done", false)]
    [InlineData("", "", false)]
    [InlineData("", "done", true)]
    public void A_target_where_a_look_would_find_what_was_delivered_is_refused(string source, string target, bool accepted)
    {
        var flow = Invoices with
        {
            Source = new FlowSource { Endpoint = "bank-in", Path = source, Schedule = new Schedule { Every = TimeSpan.FromMinutes(1) } },
            Targets = [new FlowTarget { Endpoint = "bank-in", Path = target }],
        };
        _catalog.Handle(Declare(Acme, Inbox, Bank, BankIn, flow)).ReplyOf<DeclareReply>().Problems.Count.ShouldBe(accepted ? 0 : 1);
    }

    private static string Details(Decision decision) => string.Join(
        "; ",
        decision.Effects.OfType<ShowRow>().Where(row => row.View == ViewNames.Audit).Select(row => DomainJson.Read<AuditRow>(row.Json)).Select(row => $"{row.Action}: {row.Detail}"));

    private static RecordRemoteHostKey Seen(string fingerprint) => new("acme", "bank", fingerprint);
}
