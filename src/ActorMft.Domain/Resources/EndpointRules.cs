using ActorMft.Domain.Json;

namespace ActorMft.Domain.Resources;

/// <summary>What an endpoint must satisfy by itself.</summary>
internal static class EndpointRules
{
    private static readonly TimeSpan ShortestIdleTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestIdleTimeout = TimeSpan.FromDays(30);

    public static void Check(EndpointSpec endpoint, ProblemList problems)
    {
        if (EndpointTypes.Find(endpoint.Type) is not { } rules)
        {
            problems.Add("type", endpoint.Type, $"one of {string.Join(", ", EndpointTypes.All.Select(each => each.Name))}");
            return;
        }

        if (rules.HasUsers)
        {
            problems.Require(
                "idleTimeout",
                Duration.Format(endpoint.IdleTimeout),
                endpoint.IdleTimeout == TimeSpan.Zero || (endpoint.IdleTimeout >= ShortestIdleTimeout && endpoint.IdleTimeout <= LongestIdleTimeout),
                "1s to 30d, or 0s for never");
            problems.Require("maxSessions", endpoint.MaxSessions, endpoint.MaxSessions >= 0, "0 (no limit) or more");
            problems.Require("publicUrl", endpoint.PublicUrl, endpoint.PublicUrl is null || IsSftpUrl(endpoint.PublicUrl), "a URL such as sftp://sftp.example.com");
        }
        else
        {
            problems.Require("maxSessions", endpoint.MaxSessions, endpoint.MaxSessions == 0, $"no maxSessions: an endpoint of type {rules.Name} has no sessions");
            problems.Require("publicUrl", endpoint.PublicUrl, endpoint.PublicUrl is null, $"no publicUrl: nobody connects to an endpoint of type {rules.Name}");
        }

        if (rules.NeedsRemote)
        {
            problems.Require("remote", endpoint.Remote, Names.IsName(endpoint.Remote), "the name of a RemoteServer of the organization");
            problems.Require("remoteDirectory", endpoint.RemoteDirectory, endpoint.RemoteDirectory is null || Paths.IsTarget(endpoint.RemoteDirectory), Paths.TargetAllowed);
        }
        else
        {
            problems.Require("remote", endpoint.Remote, endpoint.Remote is null, $"no remote: an endpoint of type {rules.Name} has none");
            problems.Require("remoteDirectory", endpoint.RemoteDirectory, endpoint.RemoteDirectory is null, $"no remoteDirectory: an endpoint of type {rules.Name} has none");
        }

        if (rules.NeedsPath)
        {
            problems.Require("path", endpoint.Path, endpoint.Path is not null && Paths.IsAbsolute(endpoint.Path), Paths.AbsoluteAllowed);
        }
        else
        {
            problems.Require("path", endpoint.Path, endpoint.Path is null, $"no path: an endpoint of type {rules.Name} has none; flows name theirs");
        }
    }

    private static bool IsSftpUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme == "sftp" && url.Host.Length > 0;
}
