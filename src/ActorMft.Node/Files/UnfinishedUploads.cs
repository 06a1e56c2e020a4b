using System.Security.Cryptography;
using System.Text;
using ActorMft.Node.Files.Native;
using Microsoft.Win32.SafeHandles;

namespace ActorMft.Node.Files;

/// <summary>
/// Which uploads have begun and not been closed in good order, as all nodes see it: an empty file for each, named by a hash of the
/// path. Only flows with trigger files need it: the two files may be uploaded at the same time, over different nodes, and neither
/// counts before its own CLOSE, or after it broke off.
/// </summary>
internal sealed class UnfinishedUploads(SafeFileHandle directory, string directoryPath)
{
    /// <summary>Durable when it returns: bytes that outlive a power cut must not outlive this.</summary>
    /// <returns>False: it was unfinished already.</returns>
    public bool Begin(string organization, string endpoint, string path)
    {
        var mark = Path.Combine(directoryPath, NameOf(organization, endpoint, path));
        try
        {
            using (new FileStream(mark, FileMode.CreateNew))
            {
            }
        }
        catch (IOException) when (File.Exists(mark))
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FileStoreException($"The upload of '{path}' can't be noted in the store: {exception.Message}");
        }

        LibC.Sync(directory, directoryPath);
        return true;
    }

    /// <summary>It was closed in good order, renamed or removed. Durable when it returns.</summary>
    /// <returns>False: it was not unfinished.</returns>
    public bool End(string organization, string endpoint, string path)
    {
        if (!Contains(organization, endpoint, path))
        {
            return false;
        }

        StoreNames.Drop(directory, NameOf(organization, endpoint, path));
        LibC.Sync(directory, directoryPath);
        return true;
    }

    public bool Contains(string organization, string endpoint, string path) =>
        StoreNames.FactsOf(directory, NameOf(organization, endpoint, path)) is not null;

    private static string NameOf(string organization, string endpoint, string path) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{organization}/{endpoint}:{path}")));
}
