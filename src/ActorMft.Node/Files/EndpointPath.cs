namespace ActorMft.Node.Files;

/// <summary>A path inside an endpoint: starts with '/', has no '.', '..' or empty parts, ends without '/'.</summary>
internal static class EndpointPath
{
    public const string Root = "/";

    /// <summary>Puts <paramref name="path"/> below <paramref name="basePath"/>; '..' stops at the base.</summary>
    public static string Combine(string basePath, string path)
    {
        var below = Normalize(path);
        var start = Normalize(basePath);
        return below == Root ? start : start == Root ? below : start + below;
    }

    /// <summary>The same path, absolute and without '.', '..' and doubled slashes.</summary>
    public static string Normalize(string path)
    {
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == "..")
            {
                if (parts.Count > 0)
                {
                    parts.RemoveAt(parts.Count - 1);
                }
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return Root + string.Join('/', parts);
    }

    /// <summary>The directory that holds <paramref name="path"/>; the root's parent is the root.</summary>
    public static string Parent(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash <= 0 ? Root : path[..slash];
    }

    /// <summary>The last part of <paramref name="path"/>; empty for the root.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>A name inside a directory.</summary>
    public static string Child(string directory, string name) => directory == Root ? Root + name : directory + "/" + name;
}
