using ActorMft.Domain.Catalog;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;

namespace ActorMft.Node.Tests.Catalog;

public sealed class CatalogSnapshotTests
{
    private readonly CatalogSnapshot _snapshot = new(new ResourceSpec[]
    {
        new OrganizationSpec { Name = "acme" },
        new EndpointSpec { Organization = "acme", Name = "inbox", Type = EndpointTypes.SftpServer },
        new EndpointSpec { Organization = "other", Name = "inbox", Type = EndpointTypes.Lan },
        new UserSpec { Organization = "acme", Name = "upload", Endpoint = "inbox" },
        new RemoteSpec { Organization = "acme", Name = "bank", Host = "bank.example" },
        new FlowSpec { Organization = "acme", Name = "b", Source = new FlowSource { Endpoint = "inbox" } },
        new FlowSpec { Organization = "acme", Name = "a", Source = new FlowSource { Endpoint = "inbox" } },
        new FlowSpec { Organization = "acme", Name = "c", Source = new FlowSource { Endpoint = "elsewhere" } },
    }.Select((spec, index) => new CatalogEntry(spec, index, Remote: null)));

    [Fact]
    public void Resources_are_found_in_their_own_organization_only()
    {
        _snapshot.FindEndpoint("acme", "inbox")!.Type.ShouldBe(EndpointTypes.SftpServer);
        _snapshot.FindEndpoint("other", "inbox")!.Type.ShouldBe(EndpointTypes.Lan);
        _snapshot.FindEndpoint("third", "inbox").ShouldBeNull();
        _snapshot.FindRemote("acme", "bank")!.Spec.ShouldBeOfType<RemoteSpec>().Host.ShouldBe("bank.example");
        _snapshot.FindFlow("acme", "c").ShouldNotBeNull();
        _snapshot.FindFlow("other", "c").ShouldBeNull();
    }

    [Fact]
    public void Users_are_found_by_their_login_exactly()
    {
        _snapshot.FindUser("upload")!.Organization.ShouldBe("acme");
        _snapshot.FindUser("Upload").ShouldBeNull();
    }

    [Fact]
    public void Flows_are_found_by_their_source_in_order_of_name()
    {
        _snapshot.FlowsFrom("acme", "inbox").Select(entry => entry.Spec.Name).ShouldBe(["a", "b"]);
        _snapshot.FlowsFrom("other", "inbox").ShouldBeEmpty();
    }
}
