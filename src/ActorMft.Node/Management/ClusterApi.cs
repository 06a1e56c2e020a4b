using System.Text.Json;
using ActorMft.Actors;
using ActorMft.Actors.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Management;

/// <summary>Members: who they are, asking them to leave, and declaring the dead. The shapes are those of akka-management.</summary>
internal sealed partial class ClusterApi(ActorNode actors, ILogger<ClusterApi> logger) : IApiGroup
{
    private const string Operations = "Say operation=leave (it drains and goes) or operation=down (it is dead), as a form field, in the query or in JSON.";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/cluster/members", ListAsync)
            .WithTags("cluster").WithSummary("The nodes of the cluster; those that have left, or died and were taken over, are not listed.");
        routes.MapGet("/cluster/members/{node}", GetAsync)
            .WithTags("cluster").WithSummary("One node, by its name or its nodeUid.");
        routes.MapPut("/cluster/members/{node}", ChangeAsync)
            .WithTags("cluster").WithSummary("operation=leave: the node drains and leaves; operation=down: a node whose lease has passed is dead.");
        routes.MapDelete("/cluster/members/{node}", LeaveAsync)
            .WithTags("cluster").WithSummary("The node drains and leaves.");
    }

    private async Task<MemberList> ListAsync(CancellationToken cancellationToken) =>
        MemberList.Of(await actors.ReadClusterAsync(cancellationToken), actors.Name);

    private async Task<MemberView> GetAsync(string node, CancellationToken cancellationToken)
    {
        var picture = await actors.ReadClusterAsync(cancellationToken);
        return MemberView.Of(Find(picture, node)[0], picture);
    }

    private async Task<ClusterMessage> ChangeAsync(string node, HttpContext context) => await OperationAsync(context) switch
    {
        "leave" => await LeaveAsync(node, context),
        "down" => await DownAsync(node, context),
        var other => throw ApiException.BadRequest(other is null ? Operations : $"There is no operation {other}. {Operations}"),
    };

    private async Task<ClusterMessage> LeaveAsync(string node, HttpContext context)
    {
        var picture = await actors.ReadClusterAsync(context.RequestAborted);
        var member = Find(picture, node)[0];
        if (member.LeaseOut || !await actors.AskToLeaveAsync(member.Incarnation, context.RequestAborted))
        {
            throw ApiException.Conflict(
                $"{member.Name} has not renewed its lease, so nobody there would see the request. Its shards are taken over by themselves; operation=down does it at once.");
        }

        var who = Requester.Of(context);
        LogAskedToLeave(logger, member.Name, member.Incarnation, who.Actor, who.From);
        return new ClusterMessage($"Leaving {member.Name}");
    }

    private async Task<ClusterMessage> DownAsync(string node, HttpContext context)
    {
        var picture = await actors.ReadClusterAsync(context.RequestAborted);
        var members = Find(picture, node);

        // A node that died and came back under its name is there twice for a moment: the dead one is meant.
        var member = members.FirstOrDefault(member => member.LeaseOut) ?? members[0];
        if (member.State == NodeState.Up && !await actors.DeclareDeadAsync(member, context.RequestAborted))
        {
            var seconds = Math.Max(0, (member.LeaseUntil - picture.Clock).TotalSeconds);
            throw ApiException.Conflict(
                FormattableString.Invariant($"{member.Name} may still be at work: its lease holds for another {seconds:0.0} s. Ask again when it has passed, or use operation=leave."));
        }

        var who = Requester.Of(context);
        LogDeclaredDead(logger, member.Name, member.Incarnation, who.Actor, who.From);
        return new ClusterMessage($"Downing {member.Name}");
    }

    private static async Task<string?> OperationAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.HasFormContentType)
        {
            var form = await request.ReadFormAsync(context.RequestAborted);
            if (form.TryGetValue("operation", out var field))
            {
                return Normalize(field);
            }
        }
        else if (request.HasJsonContentType()
            && await RequestBody.ReadAsync(context) is System.Text.Json.Nodes.JsonObject body
            && body["operation"] is { } value && value.GetValueKind() == JsonValueKind.String)
        {
            return Normalize(value.GetValue<string>());
        }

        return Normalize(request.Query["operation"]);
    }

    private static string? Normalize(string? operation) => string.IsNullOrWhiteSpace(operation) ? null : operation.Trim().ToLowerInvariant();

    /// <summary>The present incarnations of a node, the newest first; never none.</summary>
    private static List<NodeMember> Find(ClusterPicture picture, string node)
    {
        List<NodeMember> found =
        [
            .. MemberView.Present(picture)
                .Where(member => string.Equals(member.Name, node, StringComparison.Ordinal)
                    || string.Equals(member.Incarnation.ToString(), node, StringComparison.OrdinalIgnoreCase))
                .OrderByDescending(member => member.JoinedAt),
        ];
        return found.Count > 0 ? found : throw ApiException.NotFound($"Member [{node}] not found: there is no such node in the cluster.");
    }

    /// <summary>What is done now.</summary>
    internal sealed record ClusterMessage(string Message);

    [LoggerMessage(EventId = 520, Level = LogLevel.Warning, Message = "Node {Name} ({Incarnation}) was asked to leave by {Actor} from {From}")]
    private static partial void LogAskedToLeave(ILogger logger, string name, Guid incarnation, string actor, string from);

    [LoggerMessage(EventId = 521, Level = LogLevel.Warning, Message = "Node {Name} ({Incarnation}) was declared dead by {Actor} from {From}")]
    private static partial void LogDeclaredDead(ILogger logger, string name, Guid incarnation, string actor, string from);
}
