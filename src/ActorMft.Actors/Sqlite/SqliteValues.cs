using Microsoft.Data.Sqlite;

namespace ActorMft.Actors.Sqlite;

/// <summary>How values are stored.</summary>
internal static class SqliteValues
{
    internal static long ToMilliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    /// <summary>Rounded up, so that nothing is due early.</summary>
    internal static long ToDueMilliseconds(DateTimeOffset time) =>
        time.ToUnixTimeMilliseconds() + (time.Ticks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);

    internal static DateTimeOffset Time(this SqliteDataReader reader, int column) => DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(column));

    internal static EntityId Entity(this SqliteDataReader reader, int column) => EntityId.Parse(reader.GetString(column));

    /// <summary>Three columns: type, version, payload.</summary>
    internal static EncodedMessage Encoded(this SqliteDataReader reader, int column) =>
        new(reader.GetString(column), reader.GetInt32(column + 1), reader.GetString(column + 2));

    internal static string? Text(this SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    internal static Guid? Id(this SqliteDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : Guid.Parse(reader.GetString(column));

    internal static string Text(Guid id) => id.ToString("D");
}
