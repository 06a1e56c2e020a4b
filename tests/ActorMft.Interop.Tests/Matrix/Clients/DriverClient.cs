using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>
/// A library, driven by a small program in its own language that lies in <c>Matrix/Drivers</c>. The program gets
/// <c>KIND LOCAL REMOTE NEWREMOTE</c>, or <c>Version</c>, as arguments and <c>MATRIX_PORT</c>, <c>MATRIX_USER</c>, <c>MATRIX_KNOWN_HOSTS</c>
/// and <c>MATRIX_KEY</c> or <c>MATRIX_PASSWORD</c> in its environment.
/// </summary>
/// <param name="name">The client's name.</param>
/// <param name="command">The interpreter and its options; the driver's path and the arguments follow.</param>
/// <param name="driver">The driver's file.</param>
internal abstract class DriverClient(string name, IReadOnlyList<string> command, string driver) : MatrixClient
{
    public override string Name => name;

    /// <summary>The private key in the form that the library reads.</summary>
    protected virtual string KeyOf(UserKeys keys) => keys.Ed25519;

    public override async Task<string> VersionAsync()
    {
        var run = await DriveAsync(new Dictionary<string, string>(StringComparer.Ordinal), "Version");
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        return run.Output.Trim();
    }

    public override Task<ProcessRun> RunAsync(Target target, Step step)
    {
        var environment = new Dictionary<string, string>(OpenSshLogin.Environment(target, step.Login), StringComparer.Ordinal)
        {
            ["MATRIX_PORT"] = $"{target.Port}",
            ["MATRIX_USER"] = target.User,
            ["MATRIX_KNOWN_HOSTS"] = target.KnownHosts,
        };
        if (step.Login is LoginMethod.Key)
        {
            environment["MATRIX_KEY"] = KeyOf(target.Keys);
        }

        return DriveAsync(environment, $"{step.Kind}", step.Local, step.Remote, step.NewRemote);
    }

    private Task<ProcessRun> DriveAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        environment["NODE_PATH"] = Path.Combine(MatrixCache.Folder, "node_modules");
        return ProgramAsync(command[0], [.. command.Skip(1), Path.Combine(AppContext.BaseDirectory, "Matrix", "Drivers", driver), .. arguments], environment: environment);
    }
}
