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
        throw new NotImplementedException();
    }

    /// <summary><c>/a</c> and <c>b/c</c> give <c>/a/b/c</c>; an absolute second path wins.</summary>
    public static string Combine(string directory, string path) => Normalize(path, directory);

    /// <summary>The directory that holds the path; the root holds itself.</summary>
    public static string DirectoryName(string path)
    {
        throw new NotImplementedException();
    }

    /// <summary>The last part of the path; empty for the root.</summary>
    public static string FileName(string path)
    {
        throw new NotImplementedException();
    }

    /// <summary>True when the path is the directory or lies below it.</summary>
    public static bool IsAtOrBelow(string path, string directory)
    {
        throw new NotImplementedException();
    }
}
