namespace ActorMft.Testing;

/// <summary>Proxies from Debian's packages, on loopback ports.</summary>
public static class RealProxy
{
    public const string UserName = "acme";

    public const string Password = "proxy-secret-4711";

    /// <summary>tinyproxy: CONNECT with Basic authentication, to one port only.</summary>
    /// <param name="workspace">Holds its settings.</param>
    /// <param name="allowedPort">What it may connect to.</param>
    public static async Task<ForegroundServer> HttpAsync(Workspace workspace, int allowedPort)
    {
        var port = LoopbackPort.Free();
        var settings = workspace.At($"tinyproxy-{port}.conf");
        await File.WriteAllLinesAsync(settings,
        [
            $"Port {port}",
            "Listen 127.0.0.1",
            "Timeout 60",
            "LogLevel Info",
            $"BasicAuth {UserName} {Password}",
            $"ConnectPort {allowedPort}",
        ]);
        return await ForegroundServer.StartAsync(port, "tinyproxy", "-d", "-c", settings);
    }

    /// <summary>microsocks: SOCKS 5 with user name and password; its connections come from 127.0.0.9.</summary>
    public static Task<ForegroundServer> Socks5Async()
    {
        var port = LoopbackPort.Free();
        return ForegroundServer.StartAsync(port, "microsocks", "-i", "127.0.0.1", "-p", $"{port}", "-b", "127.0.0.9", "-u", UserName, "-P", Password);
    }

    /// <summary>OpenSSH's client with -D: SOCKS 4, 4a and 5 without a login.</summary>
    public static Task<ForegroundServer> OpenSshAsync(Workspace workspace, SshdServer server)
    {
        var port = LoopbackPort.Free();
        return ForegroundServer.StartAsync(
            port,
            "ssh",
            "-N",
            "-D",
            $"127.0.0.1:{port}",
            "-p",
            $"{server.Port}",
            "-i",
            workspace.KeyFile,
            "-o",
            "StrictHostKeyChecking=no",
            "-o",
            "UserKnownHostsFile=/dev/null",
            "-o",
            "BatchMode=yes",
            $"{SshdServer.UserName}@127.0.0.1");
    }
}
