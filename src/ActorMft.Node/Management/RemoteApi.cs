using System.Text;
using System.Text.Json.Nodes;
using ActorMft.Actors;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Json;
using ActorMft.Domain.Pools;
using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using ActorMft.Node.Engine;
using ActorMft.Ssh.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace ActorMft.Node.Management;

/// <summary>Tests a remote server, accepts its changed host key, and shows its connection pool.</summary>
internal sealed class RemoteApi(ActorNode actors, CatalogReader catalog, IRemoteTester tester) : IApiGroup
{
    private const string Root = "/api/v1/organizations/{org}/remotes/{name}";

    // Longer than the test itself takes at most.
    private static readonly TimeSpan _testTimeout = TimeSpan.FromSeconds(75);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Root + "/test", TestAsync).Produces<RemoteTest>().WithRequestTimeout(_testTimeout)
            .WithTags("remotes").WithSummary("Connects, logs in and looks at a directory (directory=PATH; without it where the login lands), and says which step failed and what to do. With Accept: application/x-ndjson each step is a line as it ends, and the result the last line.");
        routes.MapPost(Root + "/accept-host-key", AcceptAsync)
            .WithTags("remotes").WithSummary("Believes the changed host key that disabled the remote server, or with another fingerprint goes on believing the one before, and enables it. The optional body names the key that is meant: { \"fingerprint\": \"SHA256:...\" }.");
        routes.MapGet(Root + "/public-key", ShowPublicKey)
            .WithTags("remotes").WithSummary("The public half of the key that this remote server is logged in to with; with format=openssh or format=rfc4716 as the text of a file to download.");
        routes.MapGet(Root + "/pool", PoolAsync)
            .WithTags("remotes").WithSummary("How many connections of the cap are granted, to which nodes, and how many wait.");
    }

    private async Task<IResult> TestAsync(string org, string name, HttpContext context, string? directory = null)
    {
        Find(org, name);
        if (!context.Request.Headers.Accept.ToString().Contains(JsonLines.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            return TypedResults.Ok(await tester.TestAsync(org, name, directory, static _ => { }, context.RequestAborted));
        }

        await JsonLines.WriteAsync<object>(context, async write => write(await tester.TestAsync(org, name, directory, write, context.RequestAborted)));
        return TypedResults.Empty;
    }

    private async Task<AcceptedKey> AcceptAsync(string org, string name, HttpContext context)
    {
        Find(org, name);
        var fingerprint = context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } ? await ReadFingerprintAsync(context) : null;
        var who = Requester.Of(context);
        var reply = await actors.AskAsync<AcceptHostKeyReply>(
            ActorId.Catalog.ToEntityId(), new AcceptHostKey(org, name, who.Actor, who.From, fingerprint), requestId: null, context.RequestAborted);
        if (!reply.Accepted)
        {
            throw ApiException.Conflict(Sentence(reply.Reason ?? "there is no changed key to accept"));
        }

        await catalog.RefreshAsync(context.RequestAborted);
        return new AcceptedKey(reply.Fingerprint, reply.Old);
    }

    private static async Task<string?> ReadFingerprintAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context) as JsonObject;
        return body?["fingerprint"] is JsonValue value && value.TryGetValue<string>(out var fingerprint)
            ? fingerprint
            : throw ApiException.BadRequest("The body, if there is one, must be { \"fingerprint\": \"SHA256:...\" }: the key that is accepted.");
    }

    private static string Sentence(string phrase) => char.ToUpperInvariant(phrase[0]) + phrase[1..] + ".";

    private async Task<Pool> PoolAsync(string org, string name, CancellationToken cancellationToken)
    {
        var remote = Find(org, name);
        var row = await actors.GetViewAsync(ViewNames.Pool, $"{org}/{name}", cancellationToken);
        return row is null
            ? new Pool(remote.MaxConnections, 0, 0, [], DisabledReason: null)
            : Show(DomainJson.Read<PoolRow>(row.Json));
    }

    private IResult ShowPublicKey(string org, string name, string? format = null)
    {
        var line = Find(org, name).Auth.PublicKey
            ?? throw ApiException.NotFound($"The remote server {org}/{name} is logged in to without a key; give it auth.privateKey, or auth.generate to have a pair made here.");
        var key = SshPublicKey.ParseOpenSsh(line, out var comment);
        return format switch
        {
            null => TypedResults.Ok(new PublicKey(key.KeyType, key.Fingerprint, line, key.ToRfc4716(comment))),
            "openssh" => Download(line + "\n", $"{org}-{name}.pub"),
            "rfc4716" => Download(key.ToRfc4716(comment), $"{org}-{name}.rfc4716.pub"),
            _ => throw ApiException.BadRequest($"There is no format '{format}'; formats are openssh and rfc4716."),
        };
    }

    private static FileContentHttpResult Download(string text, string name) => TypedResults.File(Encoding.ASCII.GetBytes(text), "text/plain", name);

    private RemoteSpec Find(string org, string name) => catalog.Current.FindRemote(org, name)?.Spec as RemoteSpec
        ?? throw ApiException.NotFound($"There is no {new ResourceKey(ResourceKind.RemoteServer, org, name)}.");

    private static Pool Show(PoolRow row) => new(row.Cap, row.Granted, row.Waiting, row.Holders, row.DisabledReason);

    /// <summary>The connection pool of one remote server.</summary>
    internal sealed record Pool(int Cap, int Granted, int Waiting, IReadOnlyList<PoolHolder> Holders, string? DisabledReason);

    /// <summary>The public half of a key in both of its forms.</summary>
    internal sealed record PublicKey(string KeyType, string Fingerprint, string OpenSsh, string Rfc4716);

    /// <summary>The key that is believed from now on, and the one before.</summary>
    internal sealed record AcceptedKey(string? HostKey, string? OldHostKey);
}
