namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>How OpenSSH's programs, and those that start <c>ssh</c>, are told whom to log in as and with what.</summary>
internal static class OpenSshLogin
{
    public static IReadOnlyList<string> Options(Target target, LoginMethod login) =>
    [
        "-o", $"UserKnownHostsFile={target.KnownHosts}",
        "-o", "GlobalKnownHostsFile=/dev/null",
        "-o", "StrictHostKeyChecking=yes",
        "-o", "LogLevel=ERROR",
        "-o", "IdentitiesOnly=yes",
        .. login is LoginMethod.Key
            ? (string[])["-o", $"IdentityFile={target.Keys.Ed25519}", "-o", "PreferredAuthentications=publickey"]
            : ["-o", "BatchMode=no", "-o", "PreferredAuthentications=password", "-o", "NumberOfPasswordPrompts=1"],
    ];

    /// <summary>The password comes from a program that <c>ssh</c> starts, and it from the environment.</summary>
    public static IReadOnlyDictionary<string, string> Environment(Target target, LoginMethod login) =>
        login is LoginMethod.Key ? new Dictionary<string, string>(StringComparer.Ordinal) : new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SSH_ASKPASS"] = target.AskPass,
            ["SSH_ASKPASS_REQUIRE"] = "force",
            ["MATRIX_PASSWORD"] = target.Password,
        };
}
