using System.Text.Json;
using System.Text.Json.Nodes;
using ActorMft.Domain.Catalog;
using ActorMft.Domain.Json;
using ActorMft.Domain.Resources;

namespace ActorMft.Node.Management;

/// <summary>
/// Resources as the API shows and takes them: the twin of their YAML, secrets as <c>{ "set": true }</c>, and under
/// <c>status</c> what was learned. What was shown can be sent back: <c>status</c> is passed over and <c>set</c> keeps the secret.
/// </summary>
internal static class ResourceDocument
{
    private const string Status = "status";
    private const string Set = "set";

    private static readonly string[] SecretKeys = ["password", "passphrase", "privateKey"];

    /// <param name="publicUrl">What partners of SFTP servers are told to connect to, unless the endpoint says otherwise (sftp.publicUrl).</param>
    public static JsonObject Show(CatalogEntry entry, Uri? publicUrl)
    {
        var document = JsonSerializer.SerializeToNode<ResourceSpec>(Redaction.WithoutSecrets(entry.Spec), DomainJson.Options)!.AsObject();
        MarkSecrets(document);
        if (entry.Remote is { } facts)
        {
            document[Status] = JsonSerializer.SerializeToNode(facts, DomainJson.Options);
        }

        if (entry.Spec is EndpointSpec { Type: EndpointTypes.SftpServer, PublicUrl: null } && publicUrl is not null)
        {
            document[Status] = new JsonObject { ["publicUrl"] = publicUrl.OriginalString };
        }

        return document;
    }

    /// <summary>Puts stored secrets where the document says that they are to stay.</summary>
    /// <param name="stored">The resource as it is declared now, if it is.</param>
    /// <param name="missing">Gets the paths of secrets that are to stay but aren't there.</param>
    public static void KeepSecrets(JsonObject document, ResourceSpec? stored, List<string> missing)
    {
        document.Remove(Status);
        var storedDocument = stored is null ? null : JsonSerializer.SerializeToNode(stored, DomainJson.Options)?.AsObject();
        KeepSecrets(document, storedDocument, string.Empty, missing);
    }

    private static void MarkSecrets(JsonObject document)
    {
        foreach (var (name, value) in document.ToList())
        {
            if (SecretKeys.Contains(name, StringComparer.Ordinal) && value is not null)
            {
                document[name] = new JsonObject { [Set] = true };
            }
            else if (value is JsonObject inner)
            {
                MarkSecrets(inner);
            }
        }
    }

    private static void KeepSecrets(JsonObject document, JsonObject? stored, string path, List<string> missing)
    {
        foreach (var (name, value) in document.ToList())
        {
            if (value is not JsonObject inner)
            {
                continue;
            }

            var storedInner = stored?[name] as JsonObject;
            var innerPath = path.Length == 0 ? name : path + "." + name;
            if (!SecretKeys.Contains(name, StringComparer.Ordinal) || inner.Count != 1 || !inner.ContainsKey(Set))
            {
                KeepSecrets(inner, storedInner, innerPath, missing);
            }
            else if (storedInner is null)
            {
                document.Remove(name);
                missing.Add(innerPath);
            }
            else
            {
                document[name] = storedInner.DeepClone();
            }
        }
    }
}
