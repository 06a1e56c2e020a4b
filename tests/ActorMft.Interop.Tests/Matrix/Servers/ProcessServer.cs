using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Servers;

/// <summary>A partner's server: a program that is started with a site of its own.</summary>
internal abstract class ProcessServer : MatrixServer
{
    private ForegroundServer? _process;

    /// <summary>Whom the client logs in as.</summary>
    protected virtual string User => UserName;

    public override async Task<Target> StartAsync(Workspace workspace)
    {
        var site = new ServerSite(workspace, Name.Split(' ')[0]);
        var command = Command(site);
        _process = await ForegroundServer.StartAsync(site.Port, command[0], command.Skip(1), site.Environment(User));
        return new Target
        {
            Port = site.Port,
            User = User,
            Password = site.Password,
            Keys = site.Keys,
            HostKeys = Target.ScanHostKeys(site.Port),
            Home = site.Home,
            Lacks = Lacks,
            Workspace = workspace,
        };
    }

    public override ValueTask DisposeAsync() => _process?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Writes what the server needs and returns the command that starts it in the foreground.</summary>
    protected abstract IReadOnlyList<string> Command(ServerSite site);

    protected static async Task<string> VersionOfAsync(string program, params string[] arguments)
    {
        var run = await ProcessRun.OfAsync(program, arguments);
        return VersionPattern.First(run.Output + run.Error);
    }
}
