using System.Security.Cryptography;
using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using ActorMft.Node.Engine;
using ActorMft.Node.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>
/// The credentials of space inboxes: made by the first call, the same at each later one, new when they are rotated. The one place
/// of the API that tells a secret, for it is what the call is for.
/// </summary>
internal sealed class CredentialsApi(ActorNode actors, CatalogReader catalog, ISecretProtector protector, PasswordHasher hasher, PartnerAddress address) : IApiGroup
{
    private const string Root = "/api/v1/auth/sftp-credentials";

    private const int PasswordLength = 24;

    // Without letters and digits that people confuse, and without signs that shells and URLs take for theirs.
    private const string PasswordLetters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Root, ([FromQuery] string space, HttpContext context) => AnswerAsync(space, rotate: false, context))
            .WithTags("inboxes").WithSummary("The credentials of a space inbox (ORGANIZATION/FLOW); made at the first call.");
        routes.MapPost(Root + "/rotate", ([FromQuery] string space, HttpContext context) => AnswerAsync(space, rotate: true, context))
            .WithTags("inboxes").WithSummary("Gives a space inbox a new password; sessions with the old one end.");
    }

    private async Task<Answer> AnswerAsync(string space, bool rotate, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        await catalog.RefreshAsync(context.RequestAborted);
        var flow = FindInbox(space);
        var user = FindUser(flow);
        if (user is not { IsIssued: true } || rotate)
        {
            user = await IssueAsync(flow, rotate, Requester.Of(context), context.RequestAborted);
        }

        var endpoint = catalog.Current.FindEndpoint(user.Organization!, user.Endpoint)
            ?? throw ApiException.Conflict($"The endpoint {user.Organization}/{user.Endpoint} was deleted meanwhile.");
        var (host, port) = address.Of(endpoint);
        return new Answer(new Credentials(user.Name, protector.Unprotect(user.Password!.Sealed!), host, port));
    }

    private FlowSpec FindInbox(string space)
    {
        var parts = space.Split('/');
        if (parts is not [var organization, var name] || organization.Length == 0 || name.Length == 0)
        {
            throw ApiException.BadRequest($"space is \"{space}\" and must be ORGANIZATION/FLOW, such as acme/invoices.");
        }

        var flow = catalog.Current.Find(new ResourceKey(ResourceKind.Flow, organization, name))?.Spec as FlowSpec
            ?? throw ApiException.NotFound($"There is no {new ResourceKey(ResourceKind.Flow, organization, name)}.");
        return flow.Inbox is not null
            ? flow
            : throw ApiException.Conflict($"The flow {space} is no space inbox. Declare it with `inbox: {{}}` to make it one.");
    }

    private UserSpec? FindUser(FlowSpec flow) =>
        catalog.Current.Find(new ResourceKey(ResourceKind.User, flow.Organization!, LoginOf(flow)))?.Spec as UserSpec;

    private async Task<UserSpec> IssueAsync(FlowSpec flow, bool rotate, Requester who, CancellationToken cancellationToken)
    {
        var password = RandomNumberGenerator.GetString(PasswordLetters, PasswordLength);
        var user = new UserSpec
        {
            Organization = flow.Organization,
            Name = LoginOf(flow),
            Endpoint = flow.Source.Endpoint,
            Home = flow.Source.Path,
            Flow = flow.Name,
            Description = "Made for the space inbox by the credentials call",
            Password = new Secret { Hash = await Task.Run(() => hasher.Hash(password), cancellationToken), Sealed = protector.Protect(password) },
        };
        var reply = await actors.AskAsync<IssueReply>(
            ActorId.Catalog.ToEntityId(), new IssueCredentials(user, rotate, who.Actor, who.From), requestId: null, cancellationToken);
        await catalog.RefreshAsync(cancellationToken);
        return reply.User ?? throw ApiException.Conflict($"No credentials could be made: {reply.Reason}.");
    }

    // Unique: names of organizations and flows have no '+'.
    private static string LoginOf(FlowSpec flow) => $"{flow.Organization}+{flow.Name}";

    /// <summary>What the call answers.</summary>
    internal sealed record Answer(Credentials Data);

    /// <summary>How to connect to a space inbox.</summary>
    internal sealed record Credentials(string Username, string Password, string Host, int Port)
    {
        /// <summary>Without the password.</summary>
        public override string ToString() => $"{Username} at {Host}:{Port}";
    }
}
