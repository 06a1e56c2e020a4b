using System.Globalization;
using ActorMft.Cli.Management;
using ActorMft.Cli.Resources;

namespace ActorMft.Cli.Connector;

/// <summary>Where the interface has the files of an endpoint that was named on the command line.</summary>
internal static class EndpointFiles
{
    public const string EndpointHelp = "NAME or ORGANIZATION/NAME of an endpoint of type ExternalSftp or Lan";
    public const string DirectoryHelp = "The directory: relative to where the endpoint begins, or absolute. Left out or blank: that place itself";

    /// <summary>The path of one of the operations, with its parameters; those that are null are left out.</summary>
    public static async Task<string> PathAsync(
        ManagementClient client, string endpoint, string operation, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        var (organization, found) = await new ResourceLookup(client).ResolveAsync(ResourceKind.Endpoint, ResourceName.Parse(endpoint), cancellationToken);
        var query = string.Join('&', parameters.Where(each => each.Value is not null).Select(each => $"{each.Name}={Uri.EscapeDataString(Show(each.Value!))}"));
        return $"{ResourceLookup.PathOf(ResourceKind.Endpoint, organization, found)}/files{operation}?{query}";
    }

    /// <summary>A path as typed, as the directory and the name that the interface wants; a directory given apart comes first.</summary>
    public static (string? Directory, string Name) Split(string file, string? directory)
    {
        var slash = file.LastIndexOf('/');
        var (above, name) = slash < 0 ? ("", file) : (slash == 0 ? "/" : file[..slash], file[(slash + 1)..]);
        return above.Length == 0
            ? (directory, name)
            : (string.IsNullOrWhiteSpace(directory) || above[0] == '/' ? above : $"{directory.TrimEnd('/')}/{above}", name);
    }

    private static string Show(object value) => value switch
    {
        bool flag => flag ? "true" : "false",
        DateTimeOffset time => time.ToString("O", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
