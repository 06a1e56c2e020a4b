using System.Security.Cryptography;
using System.Text;
using ActorMft.Domain.Resources;

namespace ActorMft.Node.Mounts;

/// <summary>
/// The mounts that a request has come through, from the partner's on. Each node that passes a request on tells the next one, if that is an ActorMft too,
/// so that a circle of mounts ends where it closes and not where the connections end.
/// </summary>
/// <param name="Marks">One for each mount; tells its own node which it is, and others nothing.</param>
internal sealed record MountRoute(IReadOnlyList<string> Marks)
{
    /// <summary>The extended request that tells it: <c>string route</c>, the marks with commas between.</summary>
    public const string Extension = "mount-route@actormft";

    public const int MaxMounts = 8;

    private const int MarkBytes = 8;

    public static MountRoute Start { get; } = new([]);

    /// <summary>The mark of a mount, the same on all nodes of its cluster.</summary>
    /// <param name="cluster">An id that no other cluster has and nobody guesses.</param>
    public static string MarkOf(string cluster, MountSpec mount) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"mount\n{cluster}\n{mount.Organization}\n{mount.Name}"))[..MarkBytes]);

    /// <exception cref="FormatException">Not a route.</exception>
    public static MountRoute Parse(string text)
    {
        if (text.Length == 0)
        {
            return Start;
        }

        var marks = text.Split(',', MaxMounts + 1);
        return marks.Length <= MaxMounts && Array.TrueForAll(marks, static mark => mark.Length == 2 * MarkBytes && mark.All(char.IsAsciiHexDigitLower))
            ? new MountRoute(marks)
            : throw new FormatException($"A route has at most {MaxMounts} marks of {2 * MarkBytes} hexadecimal digits with commas between.");
    }

    /// <summary>With one more mount, or the reason why that can't be, to be said after the folder's name.</summary>
    public (MountRoute? Longer, string? Refusal) Through(string mark) =>
        Marks.Contains(mark, StringComparer.Ordinal) ? (null, "leads back to itself: the server that it shows, or one behind that, shows this folder again. Its operator can let it show another directory.")
        : Marks.Count == MaxMounts ? (null, $"would be the {MaxMounts + 1}th mount in a row, and {MaxMounts} can be. Its operator can let it show the last server directly.")
        : (new MountRoute([.. Marks, mark]), null);

    public override string ToString() => string.Join(',', Marks);
}
