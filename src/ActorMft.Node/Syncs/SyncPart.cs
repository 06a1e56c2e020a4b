using System.Globalization;
using ActorMft.Domain.Decisions;
using ActorMft.Domain.Syncs;

namespace ActorMft.Node.Syncs;

/// <summary>
/// The ids under which syncs write their parts. They derive from the file as it is at the source, so that a later run continues the
/// part of exactly this version; and from the beginning of time, which tells them from the parts of transfers.
/// </summary>
internal static class SyncPart
{
    private static readonly string Beginning = DerivedId.Create(DateTimeOffset.UnixEpoch, "")[..10];

    public static string IdOf(string sync, string path, SyncEntry source) => DerivedId.Create(
        DateTimeOffset.UnixEpoch, string.Create(CultureInfo.InvariantCulture, $"{sync} {path} {source.Size} {source.ModifiedAt}"));

    /// <summary>Whether a name is that of a sync's part of a file.</summary>
    public static bool IsOf(string part, string name) =>
        part.StartsWith($".{name}.{Beginning}", StringComparison.Ordinal) && part.Length == name.Length + DerivedId.Length + ".".Length + "..part".Length;
}
