using ActorMft.Actors.Postgres;

namespace ActorMft.Node.Settings;

/// <summary>Reads <c>database</c>. No message holds a part of the text: a password may stand anywhere in a wrong one.</summary>
internal static class DatabaseUrl
{
    public const string Sqlite = "sqlite:";

    private const string Allowed = "sqlite:PATH (one node) or postgres://USER:PASSWORD@HOST:PORT/NAME (a cluster)";

    /// <exception cref="FormatException">Says what is allowed.</exception>
    public static DatabaseSettings Parse(string text)
    {
        if (text.StartsWith(Sqlite, StringComparison.Ordinal) && text.Length > Sqlite.Length)
        {
            return new DatabaseSettings(DatabaseKind.Sqlite, text[Sqlite.Length..]);
        }

        return text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal)
            ? ParsePostgres(text)
            : throw new FormatException(Allowed);
    }

    private static DatabaseSettings ParsePostgres(string text)
    {
        // A separator that isn't percent-encoded would take a part of the password for a host or an option, and show it.
        if (text.Count(letter => letter == '@') != 1 || text.Count(letter => letter == '?') > 1)
        {
            throw new FormatException(Allowed + "; in the user and the password, @ is written %40, : %3A, / %2F and ? %3F");
        }

        try
        {
            PostgresAddress.Parse(text);
            return new DatabaseSettings(DatabaseKind.Postgres, text);
        }
        catch (FormatException exception)
        {
            throw new FormatException($"{Allowed}; {exception.Message}", exception);
        }
    }
}
