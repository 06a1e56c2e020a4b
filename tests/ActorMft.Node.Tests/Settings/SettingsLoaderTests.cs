using ActorMft.Node.Settings;
using ActorMft.Ssh.Transport;

namespace ActorMft.Node.Tests.Settings;

public sealed class SettingsLoaderTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"settings-{Guid.NewGuid():N}.yaml");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Empty_file_gives_the_defaults()
    {
        var settings = Load("");

        settings.NodeName.ShouldBe(Environment.MachineName);
        settings.Database.ShouldBe(new DatabaseSettings(DatabaseKind.Sqlite, "data/actormft.db"));
        settings.Storage.Path.ShouldBe("data/files");
        settings.Sftp.Listen.ShouldBe(new ListenAddress("0.0.0.0", 2222));
        settings.Sftp.PublicUrl.ShouldBeNull();
        settings.Management.Listen.ShouldBe(new ListenAddress("127.0.0.1", 8080));
        settings.Management.AdminTokenFile.ShouldBe("data/admin.token");
        settings.Secrets.KeyFile.ShouldBe("data/secret.key");
        settings.Cluster.Lease.ShouldBe(TimeSpan.FromSeconds(10));
        settings.Cluster.Shards.ShouldBe(64);
    }

    [Fact]
    public void Limits_before_and_after_the_login_are_openssh_s_by_default()
    {
        var sftp = Load("").Sftp;

        sftp.Login.ShouldBe(new LoginSettings { Grace = TimeSpan.FromSeconds(120), Tries = 6, Startups = new StartupSettings(10, 30, 100), Waiting = 100 });
        (sftp.Penalties.PerFailure, sftp.Penalties.From, sftp.Penalties.Max).ShouldBe((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15), TimeSpan.FromMinutes(10)));
        sftp.Rekey.ShouldBe(new RekeySettings { Bytes = 1 << 30, Time = TimeSpan.FromHours(1) });
        sftp.MaxChannels.ShouldBe(10);
        sftp.Window.ShouldBe(2 * 1024 * 1024);
        sftp.Algorithms.Legacy.ShouldBeFalse();
    }

    [Fact]
    public void Every_key_is_read()
    {
        var settings = Load(
            """
            node: { name: node-1 }
            database: sqlite:/var/lib/a.db
            storage: { path: /srv/files }
            sftp: { listen: "[::1]:22", publicUrl: "sftp://sftp.example.com", legacyAlgorithms: true }
            management: { listen: "*:0", adminToken: { file: /etc/a.token } }
            secrets: { keyFile: /etc/a.key }
            cluster: { lease: 1m, shards: 8 }
            """);

        settings.ShouldBe(new NodeSettings
        {
            NodeName = "node-1",
            Database = new DatabaseSettings(DatabaseKind.Sqlite, "/var/lib/a.db"),
            Storage = new StorageSettings { Path = "/srv/files" },
            Sftp = new SftpSettings { Listen = new ListenAddress("::1", 22), PublicUrl = new Uri("sftp://sftp.example.com"), Algorithms = new SshAlgorithmPreferences { Legacy = true } },
            Management = new ManagementSettings { Listen = new ListenAddress("*", 0), AdminTokenFile = "/etc/a.token" },
            Secrets = new SecretSettings { KeyFile = "/etc/a.key" },
            Cluster = new ClusterSettings { Lease = TimeSpan.FromMinutes(1), Shards = 8 },
        });
    }

    [Fact]
    public void Every_limit_of_the_sftp_server_is_read()
    {
        var settings = Load(
            """
            sftp:
              banner: "Acme only"
              login: { grace: 30s, tries: 3, startups: "5:50:20", waiting: 7 }
              penalties: { perFailure: 1s, from: 2s, max: 1m, exempt: "192.0.2.0/24" }
              rekey: { bytes: 64MiB, time: 10m }
              keepAlive: { interval: 20s, count: 2 }
              maxChannels: 4
              window: 8MiB
            remotes: { connectTimeout: 5s, keepAlive: { interval: 0s, count: 5 } }
            """);

        settings.Sftp.Banner.ShouldBe("Acme only");
        settings.Sftp.Login.ShouldBe(new LoginSettings { Grace = TimeSpan.FromSeconds(30), Tries = 3, Startups = new StartupSettings(5, 50, 20), Waiting = 7 });
        settings.Sftp.Penalties.PerFailure.ShouldBe(TimeSpan.FromSeconds(1));
        settings.Sftp.Penalties.From.ShouldBe(TimeSpan.FromSeconds(2));
        settings.Sftp.Penalties.Max.ShouldBe(TimeSpan.FromMinutes(1));
        settings.Sftp.Penalties.Exempt.Contains(new System.Net.IPEndPoint(System.Net.IPAddress.Parse("192.0.2.9"), 1)).ShouldBeTrue();
        settings.Sftp.Penalties.Exempt.Contains(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1)).ShouldBeFalse();
        settings.Sftp.Rekey.ShouldBe(new RekeySettings { Bytes = 64L << 20, Time = TimeSpan.FromMinutes(10) });
        settings.Sftp.KeepAlive.ShouldBe(new KeepAliveSettings(TimeSpan.FromSeconds(20), 2));
        settings.Sftp.MaxChannels.ShouldBe(4);
        settings.Sftp.Window.ShouldBe(8 << 20);
        settings.Remotes.ConnectTimeout.ShouldBe(TimeSpan.FromSeconds(5));
        settings.Remotes.KeepAlive.IntervalOrNever.ShouldBeNull();
    }

    [Theory]
    [InlineData("login: { startups: \"10:30\" }", "sftp.login.startups")]
    [InlineData("login: { startups: \"20:30:10\" }", "sftp.login.startups")]
    [InlineData("login: { tries: 0 }", "sftp.login.tries")]
    [InlineData("penalties: { from: 20m }", "sftp.penalties.from")]
    [InlineData("rekey: { bytes: 1KB }", "sftp.rekey.bytes")]
    [InlineData("window: 1GiB", "sftp.window")]
    [InlineData("keepAlive: { count: 0 }", "sftp.keepAlive.count")]
    [InlineData("banner: \"\\u0007\"", "sftp.banner")]
    public void Limit_outside_its_range_is_refused_by_its_key(string section, string key) =>
        Should.Throw<SettingsException>(() => Load($"sftp: {{ {section} }}")).Message.ShouldContain(key);

    [Fact]
    public void Algorithms_are_listed_or_left_out_as_OpenSSH_writes_it()
    {
        var algorithms = Load(
            """
            sftp:
              legacyAlgorithms: true
              algorithms:
                keyExchanges: "-ecdh-*, *-sha1"
                hostKeys: "-ecdsa-*"
                ciphers: "aes256-gcm@openssh.com, aes128-cbc"
                macs: hmac-sha2-512-etm@openssh.com
                userKeys: "-ssh-rsa,rsa-*"
            """).Sftp.Algorithms;

        algorithms.KeyExchanges!.ShouldNotContain("ecdh-sha2-nistp256");
        algorithms.KeyExchanges!.ShouldNotContain("diffie-hellman-group14-sha1");
        algorithms.KeyExchanges!.ShouldContain("diffie-hellman-group14-sha256");
        algorithms.HostKeys.ShouldBe(["ssh-ed25519", "rsa-sha2-512", "rsa-sha2-256", "ssh-rsa"]);
        algorithms.Ciphers.ShouldBe(["aes256-gcm@openssh.com", "aes128-cbc"]);
        algorithms.Macs.ShouldBe(["hmac-sha2-512-etm@openssh.com"]);
        algorithms.UserKeys!.ShouldContain("ecdsa-sha2-nistp521");
        algorithms.UserKeys!.ShouldNotContain("rsa-sha2-512");
    }

    [Theory]
    [InlineData("ciphers", "aes128-gcm", "'aes128-gcm' is none of them")]
    [InlineData("ciphers", "aes128-cbc", "'aes128-cbc' counts only with legacyAlgorithms: true")]
    [InlineData("ciphers", "-rc4*", "'rc4*' fits none of them")]
    [InlineData("hostKeys", "-*", "at least one that this machine has: ssh-ed25519")]
    [InlineData("macs", ",", "at least one that this machine has")]
    public void Algorithms_that_are_unknown_or_none_are_refused(string kind, string list, string said) =>
        Should.Throw<SettingsException>(() => Load($"sftp: {{ algorithms: {{ {kind}: \"{list}\" }} }}")).Message.ShouldContain(said);

    [Fact]
    public void Environment_lies_over_the_file()
    {
        var settings = Load(
            "sftp: { listen: \"127.0.0.1:22\" }",
            ("ACTORMFT__SFTP__LISTEN", "127.0.0.1:23"),
            ("ACTORMFT__MANAGEMENT__ADMINTOKEN__FILE", "/t"),
            ("ACTORMFT_URL", "http://elsewhere"));

        settings.Sftp.Listen.Port.ShouldBe(23);
        settings.Management.AdminTokenFile.ShouldBe("/t");
    }

    [Fact]
    public void All_problems_are_told_at_once_with_file_line_key_value_and_what_is_allowed()
    {
        var problems = Problems(
            """
            node: { name: "a b" }
            sftp:
              listn: "0.0.0.0:22"
              listen: somewhere
            database: postgres://me:geheim@db
            cluster: { lease: 0s, shards: 70000 }
            storage: [a]
            """,
            ("ACTORMFT__SFTP__PUBLICURL", "http://x"),
            ("ACTORMFT__COLOUR", "blue"));

        problems.Select(problem => (problem.Where, problem.Key, problem.Value)).ShouldBe(
            [
                ($"{_file}:1", "node.name", "a b"),
                ($"{_file}:3", "sftp.listn", null),
                ($"{_file}:4", "sftp.listen", "somewhere"),
                ($"{_file}:5", "database", "postgres://..."),
                ($"{_file}:6", "cluster.lease", "0s"),
                ($"{_file}:6", "cluster.shards", "70000"),
                ($"{_file}:7", "storage", null),
                ("ACTORMFT__SFTP__PUBLICURL", "sftp.publicUrl", "http://x"),
                ("ACTORMFT__COLOUR", "COLOUR", null),
            ],
            ignoreOrder: true);
        problems.Single(problem => problem.Key == "sftp.listn").Allowed.ShouldBe("unknown key; did you mean sftp.listen?");
        problems.ShouldAllBe(problem => problem.Allowed.Length > 0);
        problems.ShouldAllBe(problem => !problem.ToString().Contains("geheim"));
    }

    [Fact]
    public void Broken_yaml_is_a_problem_with_its_line()
    {
        var problem = Problems("node: { name: a }\nsftp: { listen: \"").ShouldHaveSingleItem();

        problem.Where.ShouldStartWith($"{_file}:2");
    }

    [Fact]
    public void Named_file_that_is_missing_is_a_problem()
    {
        var exception = Should.Throw<SettingsException>(() => SettingsLoader.Load("/nowhere/actormft.yaml", []));

        exception.Problems.ShouldHaveSingleItem().Where.ShouldBe("/nowhere/actormft.yaml");
    }

    private NodeSettings Load(string yaml, params (string Name, string Value)[] environment)
    {
        File.WriteAllText(_file, yaml);
        return SettingsLoader.Load(_file, environment.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
    }

    private IReadOnlyList<SettingProblem> Problems(string yaml, params (string Name, string Value)[] environment) =>
        Should.Throw<SettingsException>(() => Load(yaml, environment)).Problems;
}
