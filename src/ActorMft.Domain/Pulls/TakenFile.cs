using System.Security.Cryptography;
using System.Text;

namespace ActorMft.Domain.Pulls;

/// <summary>A version of a file at a source that the flow has taken; a row of <see cref="Decisions.ViewNames.Taken"/>.</summary>
/// <param name="Size">In bytes.</param>
public sealed record TakenFile(long Size, DateTimeOffset ModifiedAt)
{
    /// <summary>PostgreSQL's index takes no more than a third of a page.</summary>
    private const int LongestId = 1000;

    /// <summary>The row's id: <c>org/flow/endpoint:path</c>, of which the rest is a hash if it is very long.</summary>
    /// <param name="path">As the flow's source path begins it.</param>
    public static string IdOf(string organization, string flow, string endpoint, string path)
    {
        var id = $"{organization}/{flow}/{endpoint}:{path}";
        return id.Length <= LongestId / 3 || Encoding.UTF8.GetByteCount(id) <= LongestId
            ? id
            : $"{organization}/{flow}/{endpoint}#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))}";
    }

    /// <summary>The rows' scope.</summary>
    public static string ScopeOf(string organization, string flow) => $"{organization}/{flow}";
}
