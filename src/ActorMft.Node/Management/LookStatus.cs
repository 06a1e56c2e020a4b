using System.Text.Json.Nodes;
using ActorMft.Actors;
using ActorMft.Domain.Decisions;

namespace ActorMft.Node.Management;

/// <summary>Shows of flows that look for files when they last did, with what outcome, and when they will next.</summary>
internal sealed class LookStatus(ActorNode actors)
{
    /// <summary>Adds a <c>status</c> to each flow that has one.</summary>
    public async Task AddAsync(IReadOnlyList<JsonObject> flows, CancellationToken cancellationToken)
    {
        var byId = flows.ToDictionary(flow => $"{flow["organization"]}/{flow["name"]}", StringComparer.Ordinal);
        foreach (var row in await actors.GetViewsAsync(ViewNames.Pull, [.. byId.Keys], cancellationToken))
        {
            byId[row.Id]["status"] = JsonNode.Parse(row.Json);
        }
    }
}
