using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Npgsql;

namespace ActorMft.Testing;

/// <summary>
/// Debian's PostgreSQL in a temporary directory on a free port of 127.0.0.1, with password authentication. It can be stopped and
/// started again with what it holds. Usable as an xunit fixture.
/// </summary>
public class PostgresServer : IAsyncLifetime
{
    public static readonly string Programs = Directory.EnumerateDirectories("/usr/lib/postgresql")
        .Select(static version => Path.Combine(version, "bin"))
        .Where(static bin => File.Exists(Path.Combine(bin, "postgres")))
        .MaxBy(static bin => int.Parse(Path.GetFileName(Path.GetDirectoryName(bin)!), CultureInfo.InvariantCulture))
        ?? throw new InvalidOperationException("PostgreSQL is missing: install the package postgresql.");

    private readonly ServiceAccount _account = ServiceAccount.FirstOf("postgres", "nobody");
    private readonly ServerLog _log = new();
    private string _password = RandomNumberGenerator.GetHexString(24, lowercase: true);
    private string? _folder;
    private Process? _process;
    private int _databases;

    /// <summary>Whether a commit waits for the disk. Off, tests are faster, and only a crash of the machine could tell.</summary>
    public bool Fsync { get; init; } = true;

    /// <summary>Further settings of <c>postgresql.conf</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Stays the same over restarts.</summary>
    public int Port { get; private set; }

    /// <summary>The postmaster's process id.</summary>
    public int Pid => (_process ?? throw new InvalidOperationException("PostgreSQL does not run.")).Id;

    /// <summary>What the server has logged so far.</summary>
    public string Log => _log.Text;

    private string Data => Path.Combine(_folder!, "data");

    /// <summary>A connection string of the superuser to one of the databases.</summary>
    public string AdminConnectionString(string database = "postgres") => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = "admin",
        Password = _password,
        Database = database,
        Pooling = false,
    }.ConnectionString;

    /// <summary>Makes an empty database with an owner of its own.</summary>
    /// <returns><c>postgres://user:password@127.0.0.1:port/name</c></returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Interlocked.Increment(ref _databases)}";
        var password = RandomNumberGenerator.GetHexString(16, lowercase: true);
        await ExecuteAsync($"CREATE ROLE {name} LOGIN PASSWORD '{password}'");
        await ExecuteAsync($"CREATE DATABASE {name} OWNER {name}");
        return $"postgres://{name}:{password}@127.0.0.1:{Port}/{name}";
    }

    /// <summary>Runs one statement as the superuser.</summary>
    public Task ExecuteAsync(string statement, string database = "postgres") => ScalarAsync(statement, database);

    /// <summary>Runs one statement as the superuser.</summary>
    /// <returns>The first column of its first row.</returns>
    public async Task<object?> ScalarAsync(string statement, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection(AdminConnectionString(database));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are written in the tests.
        command.CommandText = statement;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    /// <summary>Starts on the port it had. Returns when it accepts connections.</summary>
    public async Task StartAsync()
    {
        var (program, arguments) = _account.Command(Path.Combine(Programs, "postgres"), ["-D", Data, "-c", $"port={Port}", .. SettingArguments()]);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = _folder },
            EnableRaisingEvents = true,
        };
        var ready = _log.ExpectAsync("database system is ready to accept ");
        _process.OutputDataReceived += (_, line) => _log.Add(line.Data);
        _process.ErrorDataReceived += (_, line) => _log.Add(line.Data);
        _process.Exited += (_, _) => _log.End("PostgreSQL ended");
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await ready.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>Stops it; its connections are cut.</summary>
    /// <param name="immediate">As a crash does (<c>pg_ctl stop -m immediate</c>), with recovery at the next start; else with a checkpoint.</param>
    public async Task StopAsync(bool immediate = false)
    {
        if (_process is null)
        {
            return;
        }

        _process.Signal(immediate ? ProcessSignal.Quit : ProcessSignal.Interrupt);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        MakeFolder();
        var passwordFile = Path.Combine(_folder!, "password");
        await File.WriteAllTextAsync(passwordFile, _password);
        _account.Own(passwordFile);
        await RunAsync("initdb", "-D", Data, "-U", "admin", "-A", "scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions");
        File.Delete(passwordFile);
        await StartAsync();
    }

    /// <summary>Starts a second server that follows this one, asynchronously. Its databases are reached at its own port.</summary>
    public async Task<PostgresServer> CreateStandbyAsync()
    {
        var standby = new PostgresServer { Fsync = Fsync, Settings = Settings, _password = _password };
        standby.MakeFolder();
        await standby.RunAsync("pg_basebackup", "-D", standby.Data, "-h", "127.0.0.1", "-p", $"{Port}", "-U", "admin", "-R", "-X", "stream", "-c", "fast", "--no-sync");
        await standby.StartAsync();
        return standby;
    }

    /// <summary>Waits until a standby has everything that this server has now.</summary>
    public async Task FollowedByAsync(PostgresServer standby)
    {
        ArgumentNullException.ThrowIfNull(standby);
        var here = await ScalarAsync("SELECT pg_current_wal_lsn()::text");
        await Eventually.TrueAsync("the standby has followed", async () => await standby.ScalarAsync($"SELECT (pg_last_wal_replay_lsn() >= '{here}')::text") is "true");
    }

    /// <summary>Lets a standby not follow any more: what is committed from now on, it does not have.</summary>
    public async Task StopFollowingAsync()
    {
        await ExecuteAsync("ALTER SYSTEM SET primary_conninfo = ''");
        await ExecuteAsync("SELECT pg_reload_conf()");
        await Eventually.TrueAsync("the standby follows nobody", async () => await ScalarAsync("SELECT count(*)::text FROM pg_stat_wal_receiver") is "0");
    }

    /// <summary>Makes a standby the server that is written to.</summary>
    public Task PromoteAsync() => ExecuteAsync("SELECT pg_promote()");

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        await StopAsync(immediate: true);
        if (_folder is not null)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private void MakeFolder()
    {
        _folder = Directory.CreateTempSubdirectory("actormft-postgres-").FullName;
        _account.Own(_folder);
        Port = LoopbackPort.Free();
    }

    private async Task RunAsync(string name, params string[] options)
    {
        var (program, arguments) = _account.Command(Path.Combine(Programs, name), options);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PGPASSWORD"] = _password };
        (await ProcessRun.OfAsync(program, arguments, environment: environment, workingDirectory: _folder)).ShouldSucceed(name);
    }

    private IEnumerable<string> SettingArguments()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = "",
            ["max_connections"] = "200",
            ["fsync"] = Fsync ? "on" : "off",
            ["shared_buffers"] = "64MB",
            ["lc_messages"] = "C",
        };
        foreach (var (name, value) in Settings)
        {
            settings[name] = value;
        }

        return settings.SelectMany(static setting => new[] { "-c", $"{setting.Key}={setting.Value}" });
    }
}
