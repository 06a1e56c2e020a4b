using System.CommandLine;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Management;

/// <summary><c>--url</c> and <c>--token</c>, with <c>ACTORMFT_URL</c>, <c>ACTORMFT_TOKEN</c> and a local node's token file behind them.</summary>
internal sealed class ManagementOptions
{
    public const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>Where a node started in the current directory leaves its token.</summary>
    public const string LocalTokenFile = "data/admin.token";

    private readonly Option<string?> _url = new("--url")
    {
        Description = $"management address of any node; default: ACTORMFT_URL, then {DefaultUrl}",
        HelpName = "URL",
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = $"management token; default: ACTORMFT_TOKEN, then ./{LocalTokenFile} of a node on this machine",
        HelpName = "TOKEN",
    };

    public void AddTo(Command command)
    {
        command.Add(_url);
        command.Add(_token);
    }

    /// <exception cref="CliException">The address isn't an http or https URL.</exception>
    public ManagementAddress Read(ParseResult result, CliContext context)
    {
        var (url, urlFrom) = First((result.GetValue(_url), "--url"), (context.Variable("ACTORMFT_URL"), "ACTORMFT_URL")) ?? (DefaultUrl, "the default");
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw CliException.Usage($"The management address '{url}' (from {urlFrom}) is not a URL; write it like {DefaultUrl}.");
        }
        if (First((result.GetValue(_token), "--token"), (context.Variable("ACTORMFT_TOKEN"), "ACTORMFT_TOKEN")) is var (token, tokenFrom))
        {
            return new ManagementAddress(uri, urlFrom, token.Trim(), tokenFrom);
        }
        var file = Path.Combine(context.Directory, LocalTokenFile);
        if (!uri.IsLoopback || !File.Exists(file))
        {
            return new ManagementAddress(uri, urlFrom, null, "nowhere");
        }
        context.Error.WriteLine($"Using the token in ./{LocalTokenFile} with {uri.AbsoluteUri.TrimEnd('/')}.");
        return new ManagementAddress(uri, urlFrom, ReadToken(file), $"./{LocalTokenFile}");
    }

    private static (string Value, string From)? First(params ReadOnlySpan<(string? Value, string From)> candidates)
    {
        foreach (var (value, from) in candidates)
        {
            if (!string.IsNullOrWhiteSpace(value))
            {
                return (value, from);
            }
        }
        return null;
    }

    private static string ReadToken(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"The token file ./{LocalTokenFile} can't be read ({e.Message}); set ACTORMFT_TOKEN.");
        }
    }
}
