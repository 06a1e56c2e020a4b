namespace ActorMft.Domain.Resources;

/// <summary>What a mount must satisfy by itself.</summary>
internal static class MountRules
{
    public static void Check(MountSpec mount, ProblemList problems)
    {
        problems.Require("endpoint", mount.Endpoint, Names.IsName(mount.Endpoint), "the name of an endpoint of the organization");
        problems.Require("path", mount.Path, Paths.IsAbsolute(mount.Path), "the folder: " + Paths.AbsoluteAllowed);
        problems.Require("remote", mount.Remote, Names.IsName(mount.Remote), "the name of a RemoteServer of the organization");
        problems.Require("remotePath", mount.RemotePath, Paths.IsTarget(mount.RemotePath), Paths.TargetAllowed);
    }
}
