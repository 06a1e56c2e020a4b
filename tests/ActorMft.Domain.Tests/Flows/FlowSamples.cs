using ActorMft.Domain.Decisions;
using ActorMft.Domain.Flows;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Tests.Flows;

internal static class FlowSamples
{
    public static FlowSpec Spec { get; } = new()
    {
        Organization = "acme",
        Name = "invoices",
        Source = new FlowSource { Endpoint = "inbox", Path = "/invoices", AfterCopy = AfterCopy.Delete },
        Targets = [new FlowTarget { Endpoint = "bank-in", Path = "inbound" }, new FlowTarget { Endpoint = "archive", Path = "/" }],
    };

    public static DefineFlow Define(long revision = 1, FlowSpec? spec = null, string? hold = null) =>
        new(spec ?? Spec, revision, hold is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["bank-in"] = hold });

    public static FileArrived Arrived(string id, string path = "/invoices/a.csv", long revision = 1) =>
        new(ArrivalId(id), revision, path, new FileIdentity(1, 10, Actor.Start), Pinned: true, "acme-upload", "session");

    public static string ArrivalId(string id) => DerivedId.Create(Actor.Start, id);

    public static Actor New() => new(ActorId.Flow("acme", "invoices"));
}
