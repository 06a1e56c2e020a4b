using System.Text;

namespace ActorMft.Node.Files;

/// <summary>
/// The file <c>.actormft/cluster</c> of the storage directory: one line with an id that the database knows too. A directory without it is
/// not mounted, or another node's own.
/// </summary>
internal sealed class StorageMarker(string storage)
{
    private const int MaxLength = 200;

    private readonly string _path = Path.Combine(Path.GetFullPath(storage), ".actormft", "cluster");

    /// <summary>Insists on the id; touches nothing.</summary>
    /// <exception cref="FileStoreException">There is no id, or another one.</exception>
    public void Require(string id)
    {
        var found = Read();
        if (found is null)
        {
            throw new FileStoreException(
                $"The directory '{storage}' (storage.path) has no {_path}, but the database is in use already: the files are not mounted here, or every node has its own. "
                + $"Mount the directory that the other nodes use; if the files were lost and nothing else can be done, write the line {id} to that file.");
        }

        if (!string.Equals(found, id, StringComparison.Ordinal))
        {
            throw new FileStoreException(
                $"The directory '{storage}' (storage.path) belongs to another database: {_path} says {found} and the database says {id}. "
                + $"Set storage.path to the directory that goes with the database; if this is it, write the line {id} to that file.");
        }
    }

    /// <summary>The id, made when there is none. Nodes that start at once on one directory agree on one.</summary>
    public string ReadOrCreate()
    {
        try
        {
            return Read() ?? Create();
        }
        catch (Exception exception) when (exception is IOException and not FileStoreException or UnauthorizedAccessException)
        {
            throw new FileStoreException($"{_path} can't be made: {exception.Message} The node's account needs write access there.");
        }
    }

    private string? Read()
    {
        try
        {
            using var reader = new StreamReader(_path);
            var buffer = new char[MaxLength];
            return new string(buffer, 0, reader.ReadBlock(buffer)).Trim() is { Length: > 0 } id ? id : null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FileStoreException($"{_path} can't be read: {exception.Message} The node's account needs read access there.");
        }
    }

    // Whole from the first moment on: written aside and linked into place.
    private string Create()
    {
        var temporary = $"{_path}.{Guid.NewGuid():N}";
        var id = Guid.NewGuid().ToString("N");
        using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
        {
            file.Write(Encoding.ASCII.GetBytes(id + "\n"));
            file.Flush(flushToDisk: true);
        }

        return WholeFile.TryPlace(temporary, _path)
            ? id
            : Read() ?? throw new FileStoreException($"{_path} is empty; remove it and start again.");
    }
}
