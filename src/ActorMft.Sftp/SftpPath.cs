namespace ActorMft.Sftp;

/// <summary>Absolute, normalised SFTP paths: <c>/</c> or <c>/a/b</c>, nothing else.</summary>
public static class SftpPath
{
    /// <summary>Where a session starts, and the top of everything.</summary>
    public const string Root = "/";

    /// <summary>
    /// Makes a path absolute and normal by its text alone: relative paths start at <paramref name="start"/>, <c>.</c> and empty parts
    /// vanish, <c>..</c> removes the part before it and stops at the root.
    /// </summary>
    public static string Normalize(string path, string start = Root)
    {
        if (IsNormal(path))
        {
            return path;
        }

        var parts = new List<string>();
        if (!path.StartsWith('/'))
        {
            AddParts(parts, start);
        }

        AddParts(parts, path);
        return Root + string.Join('/', parts);
    }

    /// <summary><c>/a</c> and <c>b/c</c> give <c>/a/b/c</c>; an absolute second path wins.</summary>
    public static string Combine(string directory, string path) => Normalize(path, directory);

    /// <summary>The directory that holds the path; the root holds itself.</summary>
    public static string DirectoryName(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash <= 0 ? Root : path[..slash];
    }

    /// <summary>The last part of the path; empty for the root.</summary>
    public static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>True when the path is the directory or lies below it.</summary>
    public static bool IsAtOrBelow(string path, string directory) =>
        directory == Root
        || (path.StartsWith(directory, StringComparison.Ordinal) && (path.Length == directory.Length || path[directory.Length] == '/'));

    private static bool IsNormal(string path)
    {
        if (path == Root)
        {
            return true;
        }

        if (!path.StartsWith('/') || path.EndsWith('/'))
        {
            return false;
        }

        foreach (var part in path.AsSpan(1).Split('/'))
        {
            if (path.AsSpan(1)[part] is "" or "." or "..")
            {
                return false;
            }
        }

        return true;
    }

    private static void AddParts(List<string> parts, string path)
    {
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
    }
}
