using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Resources;
using FsCheck;
using FsCheck.Fluent;
using static ActorMft.Domain.Tests.Catalog.CatalogSamples;

namespace ActorMft.Domain.Tests.Catalog;

/// <summary>What holds of the catalog whatever is declared and deleted.</summary>
public class CatalogProperties
{
    private static readonly Gen<ResourceSpec> AnySpec =
        from organization in Gen.Elements("acme", "other")
        from spec in Gen.Elements<ResourceSpec>(
            new OrganizationSpec { Name = organization },
            Inbox with { Organization = organization },
            Inbox with { Organization = organization, Type = EndpointTypes.Lan, Path = "/mnt" },
            Bank with { Organization = organization },
            BankIn with { Organization = organization },
            Invoices with { Organization = organization },
            Upload with { Organization = organization },
            Upload with { Organization = organization, Name = "second", Flow = null })
        select spec;

    private static readonly Gen<object> AnyMessage = Gen.OneOf(
        from specs in AnySpec.ListOf()
        from prune in Gen.Elements(false, false, true)
        select (object)(Declare([.. specs.DistinctBy(spec => spec.Key)]) with { Prune = prune }),
        from spec in AnySpec
        select (object)Delete(spec),
        from organization in Gen.Elements("acme", "other")
        from key in Gen.Elements(Key1, Key2)
        select (object)new RecordRemoteHostKey(organization, "bank", key));

    [Fact]
    public void References_are_always_good() => Prop.ForAll(AnyMessage.ListOf().Select(list => list.ToList()).ToArbitrary(), messages =>
    {
        var catalog = new Actor(ActorId.Catalog);
        catalog.Handle(Declare(Everything));
        foreach (var message in messages)
        {
            var before = catalog.StateAs<CatalogState>();
            catalog.Handle(message);
            var after = catalog.StateAs<CatalogState>();
            ShouldBeConsistent(after);
            (after.Revision - before.Revision).ShouldBe(catalog.Last.Events.Count > 0 ? 1 : 0);
        }

        catalog.ShouldFoldToTheSameState();
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(150).WithEndSize(30));

    private static void ShouldBeConsistent(CatalogState catalog)
    {
        var keys = catalog.Entries.Keys.ToHashSet(StringComparer.Ordinal);
        var specs = catalog.Entries.Values.Select(entry => entry.Spec).ToList();
        foreach (var spec in specs)
        {
            keys.ShouldContain($"Organization/{spec.Key.Organization}");
            IEnumerable<string> needs = spec switch
            {
                EndpointSpec { Remote: { } remote } => [$"RemoteServer/{spec.Organization}/{remote}"],
                FlowSpec flow => flow.Targets.Select(target => target.Endpoint).Append(flow.Source.Endpoint).Select(name => $"Endpoint/{spec.Organization}/{name}"),
                UserSpec user => [$"Endpoint/{spec.Organization}/{user.Endpoint}"],
                _ => [],
            };
            needs.Except(keys).ShouldBeEmpty();
        }

        specs.OfType<UserSpec>().Select(user => user.Name).ShouldBeUnique();
    }
}
