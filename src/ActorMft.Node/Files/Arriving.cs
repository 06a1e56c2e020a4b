using ActorMft.Domain.Catalog;
using ActorMft.Domain.Flows;

namespace ActorMft.Node.Files;

/// <summary>A file that arrives at a flow.</summary>
/// <param name="Flow">The flow's entry, whose specification is a <see cref="Domain.Resources.FlowSpec"/>.</param>
/// <param name="Path">Absolute in the endpoint.</param>
/// <param name="Trigger">The trigger file that makes it arrive, if one does.</param>
/// <param name="TriggerMark">What tells that trigger file from earlier and later ones of the same name, which nobody can set.</param>
internal sealed record Arriving(CatalogEntry Flow, string Path, TriggerFile? Trigger = null, string TriggerMark = "");
