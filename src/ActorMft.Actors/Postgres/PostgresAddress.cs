using Npgsql;

namespace ActorMft.Actors.Postgres;

/// <summary>
/// Where the database is: <c>postgres://USER:PASSWORD@HOST:PORT[,HOST:PORT...]/NAME[?OPTION=VALUE&amp;...]</c>, percent-encoded where needed.
/// With several hosts, the one that accepts writes is used. Options are those of Npgsql's connection string.
/// </summary>
public sealed class PostgresAddress
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    private readonly NpgsqlConnectionStringBuilder _settings;

    private PostgresAddress(NpgsqlConnectionStringBuilder settings) => _settings = settings;

    /// <summary>Hosts, name and user; never the password.</summary>
    public override string ToString() => $"postgres://{_settings.Username}@{_settings.Host}/{_settings.Database}";

    /// <exception cref="FormatException">The message says what is wrong, and never contains the password.</exception>
    public static PostgresAddress Parse(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        string scheme = Schemes.FirstOrDefault(one => url.StartsWith(one, StringComparison.OrdinalIgnoreCase))
            ?? throw new FormatException("A PostgreSQL address begins with postgres://.");
        (string place, string? options) = Split(url[scheme.Length..], '?');
        int at = place.LastIndexOf('@');
        (string user, string? password) = Split(at < 0 ? "" : place[..at], ':');
        (string hosts, string? name) = Split(place[(at + 1)..], '/');
        if (user.Length == 0 || hosts.Length == 0 || string.IsNullOrEmpty(name))
        {
            throw new FormatException("A PostgreSQL address has the form postgres://USER:PASSWORD@HOST:PORT/NAME; user, host and name are needed.");
        }

        NpgsqlConnectionStringBuilder settings = new()
        {
            Host = string.Join(',', hosts.Split(',').Select(CheckedHost)),
            Username = Uri.UnescapeDataString(user),
            Database = Uri.UnescapeDataString(name),
        };
        if (password is not null)
        {
            settings.Password = Uri.UnescapeDataString(password);
        }

        AddOptions(settings, options);
        return new PostgresAddress(settings);
    }

    /// <summary>The connection string; what the address says goes before the defaults.</summary>
    internal NpgsqlConnectionStringBuilder ToConnectionString(string application, TimeSpan lease)
    {
        int patience = Math.Max(1, (int)Math.Ceiling(lease.TotalSeconds / 3));
        int lockMilliseconds = (int)(lease.TotalMilliseconds / 3);
        NpgsqlConnectionStringBuilder settings = new()
        {
            Timeout = Math.Max(2, patience),
            CommandTimeout = Math.Max(5, (int)lease.TotalSeconds),

            // What was not answered in time is unknown: the answer is not waited for, because a commit whose wait for a
            // synchronous standby is cancelled is answered as if the standby had it.
            CancellationTimeout = -1,
            MaxPoolSize = 20,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            WriteBufferSize = 64 * 1024,
            TcpKeepAlive = true,
            TcpKeepAliveTime = patience,
            HostRecheckSeconds = 1,

            // Plans are kept, and those made while the inbox is empty would read all of it when it is full: every statement goes by
            // a key. The price of a scan that cannot be avoided would have small statements compiled.
            Options = $"-c idle_in_transaction_session_timeout={lockMilliseconds} -c lock_timeout={lockMilliseconds} -c enable_seqscan=off -c jit=off",
        };
        foreach (KeyValuePair<string, object?> given in _settings)
        {
            settings[given.Key] = given.Value!;
        }

        settings.ApplicationName = application;
        return settings;
    }

    private static string CheckedHost(string host)
    {
        int colon = host.LastIndexOf(':');
        bool hasPort = colon >= 0 && !host.EndsWith(']');
        if (hasPort && !(ushort.TryParse(host.AsSpan(colon + 1), out ushort port) && port > 0))
        {
            throw new FormatException($"'{host[(colon + 1)..]}' is not a port; ports are 1 to 65535.");
        }

        return host.Length > 0 && colon != 0 ? Uri.UnescapeDataString(host) : throw new FormatException("A host of the PostgreSQL address is empty.");
    }

    private static void AddOptions(NpgsqlConnectionStringBuilder settings, string? options)
    {
        foreach (string option in (options ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            (string name, string? value) = Split(option, '=');
            string key = Uri.UnescapeDataString(name);
            try
            {
                settings[Spelling(key)] = Spelling(key, Uri.UnescapeDataString(value ?? ""));
            }
            catch (Exception exception) when (exception is ArgumentException or FormatException or KeyNotFoundException or InvalidCastException)
            {
                throw new FormatException($"The option '{key}' of the PostgreSQL address is not known or has a value that it does not take.", exception);
            }
        }
    }

    /// <summary>libpq's names of the options that everybody knows.</summary>
    private static string Spelling(string key) => key switch
    {
        "sslmode" => "SSL Mode",
        "sslrootcert" => "Root Certificate",
        "sslcert" => "SSL Certificate",
        "sslkey" => "SSL Key",
        "connect_timeout" => "Timeout",
        _ => key,
    };

    /// <summary>libpq writes <c>verify-full</c> where Npgsql writes <c>VerifyFull</c>.</summary>
    private static string Spelling(string key, string value) =>
        key == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;

    private static (string Before, string? After) Split(string text, char separator)
    {
        int index = text.IndexOf(separator, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }
}
