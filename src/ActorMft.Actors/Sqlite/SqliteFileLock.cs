namespace ActorMft.Actors.Sqlite;

/// <summary>
/// Keeps a second process away from the database: an exclusive lock on a file beside it, which the kernel lets go when the holder
/// ends, however it ends.
/// </summary>
internal sealed class SqliteFileLock : IDisposable
{
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;

    private readonly FileStream _file;

    private SqliteFileLock(FileStream file) => _file = file;

    internal static SqliteFileLock Take(string databasePath)
    {
        string path = databasePath + ".lock";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(databasePath)) is { } directory)
            {
                Directory.CreateDirectory(directory);
            }

            return new SqliteFileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception.HResult is WouldBlockOnLinux or WouldBlockOnMac)
        {
            throw new StoreException(
                StoreFailure.InUse,
                $"The database {databasePath} is in use by another process. One node has an SQLite database for itself: stop that process, or give this node another database.",
                exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StoreException(
                StoreFailure.ReadOnly,
                $"The database {databasePath} cannot be opened for writing: {exception.Message} Give this user the right to write to its directory.",
                exception);
        }
        catch (IOException exception)
        {
            throw new StoreException(StoreFailure.Unavailable, $"The database {databasePath} cannot be opened: {exception.Message}", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
