using System.Text;
using ActorMft.Node.Files;

namespace ActorMft.Node.Secrets;

/// <summary>Small files that only this program's user may read: the key file and the admin token.</summary>
internal static class PrivateFile
{
    private const int MaxLength = 64 * 1024;

    /// <summary>Reads the file; when it is missing and <paramref name="make"/> is given, creates it whole and with mode 0600.</summary>
    /// <exception cref="SecretException">One sentence: the setting, the path, and what to do.</exception>
    public static string ReadOrCreate(string path, string setting, Func<string>? make)
    {
        try
        {
            if (!File.Exists(path))
            {
                if (make is null)
                {
                    throw new SecretException($"{setting} {path} doesn't exist; copy it from the node that made the database.");
                }

                Create(path, make());
            }

            if (new FileInfo(path).Length > MaxLength)
            {
                throw new SecretException($"{setting} {path} is longer than {MaxLength} bytes; it can't be the right file.");
            }

            return File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SecretException($"{setting} {path} can't be read or made: {exception.Message}", exception);
        }
    }

    // Written under another name and linked into place, so that a reader never sees half of it and two nodes that start
    // at once agree on one file: the loser keeps the winner's.
    private static void Create(string path, string content)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(directory);
        var temporary = Path.Combine(directory, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(Encoding.UTF8.GetBytes(content + "\n"));
            stream.Flush(flushToDisk: true);
        }

        WholeFile.TryPlace(temporary, path);
    }
}
