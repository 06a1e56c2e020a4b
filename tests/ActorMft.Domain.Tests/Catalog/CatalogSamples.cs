using ActorMft.Domain.Catalog;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Tests.Catalog;

internal static class CatalogSamples
{
    public const string Key1 = "SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDbbxbYDIrjKy1s0Ow";
    public const string Key2 = "SHA256:AAAAztksCsDhcc0u9e8BgrJXVGDbbxbYDIrjKy1s0Ow";

    public static OrganizationSpec Acme { get; } = new() { Name = "acme" };

    public static EndpointSpec Inbox { get; } = new() { Organization = "acme", Name = "inbox", Type = EndpointTypes.SftpServer };

    public static RemoteSpec Bank { get; } = new()
    {
        Organization = "acme",
        Name = "bank",
        Host = "sftp.bank.example",
        Username = "acme",
        Auth = new RemoteAuth { Password = new Secret { Sealed = "sealed" } },
    };

    public static EndpointSpec BankIn { get; } = new() { Organization = "acme", Name = "bank-in", Type = EndpointTypes.ExternalSftp, Remote = "bank" };

    public static FlowSpec Invoices { get; } = new()
    {
        Organization = "acme",
        Name = "invoices",
        Source = new FlowSource { Endpoint = "inbox", Path = "/invoices" },
        Targets = [new FlowTarget { Endpoint = "bank-in", Path = "inbound" }],
    };

    public static UserSpec Upload { get; } = new()
    {
        Organization = "acme",
        Name = "acme-upload",
        Endpoint = "inbox",
        Flow = "invoices",
        Password = new Secret { Hash = "hash" },
    };

    public static IReadOnlyList<ResourceSpec> Everything { get; } = [Acme, Inbox, Bank, BankIn, Invoices, Upload];

    public static DeclareResources Declare(params IReadOnlyList<ResourceSpec> resources) => new(resources, Prune: false, DryRun: false, "ann", "127.0.0.1");

    public static DeleteResource Delete(ResourceSpec spec) => new(spec.Kind, spec.Key.Organization, spec.Name, "ann", "127.0.0.1");
}
