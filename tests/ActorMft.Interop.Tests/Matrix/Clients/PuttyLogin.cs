namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>How PuTTY's programs are told whom to log in as and with what.</summary>
internal static class PuttyLogin
{
    public static IReadOnlyList<string> Options(Target target, LoginMethod login) =>
    [
        "-batch",
        "-P", $"{target.Port}",
        "-l", target.User,
        .. target.Fingerprints.SelectMany(static print => (string[])["-hostkey", print]),
        .. login is LoginMethod.Key ? (string[])["-i", target.Keys.Putty] : ["-pwfile", target.PasswordFile],
    ];

    /// <summary>Without saved sessions of whoever runs the tests.</summary>
    public static IReadOnlyDictionary<string, string> Environment(Target target) =>
        new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = target.ClientHome };
}
