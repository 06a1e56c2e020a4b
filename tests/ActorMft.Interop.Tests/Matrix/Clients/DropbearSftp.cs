using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>Dropbear's <c>dbclient</c> as the connection of OpenSSH's <c>sftp</c>.</summary>
internal sealed class DropbearSftp : MatrixClient
{
    public override string Name => "dbclient";

    public override Task<string> VersionAsync() => VersionOfAsync("dbclient", "-V");

    public override Task<ProcessRun> RunAsync(Target target, Step step)
    {
        // sftp hands its ssh program OpenSSH's options; this program leaves out what dbclient does not know.
        var connect = target.Made($"dbclient-{step.Login}", file =>
        {
            var login = step.Login is LoginMethod.Key ? "-i " + target.Keys.Dropbear : "";
            File.WriteAllText(file, $"#!/bin/sh\nexec dbclient -y {login} -p {target.Port} -l {target.User} -s 127.0.0.1 sftp\n");
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        });
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = target.ClientHome };
        if (step.Login is LoginMethod.Password)
        {
            environment["DROPBEAR_PASSWORD"] = target.Password;
        }

        return ProgramAsync("sftp", ["-S", connect, "-b", "-", "127.0.0.1"], OpenSshSftp.Command(step) + "\n", environment);
    }
}
