using System.Net;
using System.Net.Sockets;
using ActorMft.Node.Hosting;
using ActorMft.Node.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Hosting;

public sealed class StartFailureTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Taken_port_is_one_sentence_and_leaves_nothing_behind()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var taken = new ListenAddress("127.0.0.1", ((IPEndPoint)other.LocalEndpoint).Port);
        var settings = RunningNode.SettingsIn(_directory);

        var sftp = await FailureAsync(settings with { Sftp = new SftpSettings { Listen = taken } });
        sftp.Message.ShouldContain($"sftp.listen {taken} is taken");
        sftp.BadSettings.ShouldBeFalse();

        var management = await FailureAsync(settings with { Management = settings.Management with { Listen = taken } });
        management.Message.ShouldContain($"management.listen {taken} is taken");

        await using var node = await MftNode.StartAsync(settings, NullLoggerFactory.Instance, TimeProvider.System);
        node.Phase.ShouldBe(NodePhase.Up);
        node.ReadyLine.ShouldBe($"ready sftp=127.0.0.1:{node.SftpEndPoint.Port} management=http://127.0.0.1:{node.ManagementUrl.Port}");
    }

    [Fact]
    public async Task Address_of_another_machine_is_a_bad_setting()
    {
        var settings = RunningNode.SettingsIn(_directory);

        var failure = await FailureAsync(settings with { Sftp = new SftpSettings { Listen = new ListenAddress("192.0.2.1", 0) } });

        failure.Message.ShouldContain("not an address of this machine");
        failure.BadSettings.ShouldBeTrue();
    }

    [Fact]
    public async Task Database_that_another_node_has_is_refused()
    {
        var settings = RunningNode.SettingsIn(_directory);
        await using var node = await MftNode.StartAsync(settings, NullLoggerFactory.Instance, TimeProvider.System);

        var failure = await FailureAsync(settings);

        failure.Message.ShouldContain(settings.Database.Target);
        node.Phase.ShouldBe(NodePhase.Up);
    }

    [Fact]
    public async Task Storage_that_is_a_file_is_refused_with_its_path()
    {
        var settings = RunningNode.SettingsIn(_directory);
        await File.WriteAllTextAsync(_directory["file"], "");

        var failure = await FailureAsync(settings with { Storage = new StorageSettings { Path = _directory["file"] } });

        failure.Message.ShouldContain(_directory["file"]);
    }

    [Fact]
    public async Task Key_file_of_another_database_is_a_bad_setting()
    {
        var settings = RunningNode.SettingsIn(_directory);
        await (await MftNode.StartAsync(settings, NullLoggerFactory.Instance, TimeProvider.System)).DisposeAsync();

        var failure = await FailureAsync(settings with { Secrets = new SecretSettings { KeyFile = _directory["other.key"] } });

        failure.Message.ShouldContain("secrets.keyFile");
        failure.BadSettings.ShouldBeTrue();
    }

    private static Task<NodeStartException> FailureAsync(NodeSettings settings) => Should.ThrowAsync<NodeStartException>(
        async () => await (await MftNode.StartAsync(settings, NullLoggerFactory.Instance, TimeProvider.System)).DisposeAsync());
}
