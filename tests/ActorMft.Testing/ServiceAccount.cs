using System.Globalization;

namespace ActorMft.Testing;

/// <summary>Who runs a server that refuses to run as root: an account without rights when we are root, else we ourselves.</summary>
public sealed class ServiceAccount
{
    private readonly (int User, int Group)? _ids;

    private ServiceAccount((int User, int Group)? ids) => _ids = ids;

    /// <summary>The first of the accounts that exists here.</summary>
    public static ServiceAccount FirstOf(params string[] names)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServiceAccount(null);
        }

        var accounts = File.ReadLines("/etc/passwd").Select(static line => line.Split(':')).ToDictionary(static line => line[0], StringComparer.Ordinal);
        var account = names.Select(name => accounts.GetValueOrDefault(name)).FirstOrDefault(static found => found is not null)
            ?? throw new InvalidOperationException($"None of the accounts {string.Join(", ", names)} exists; the server cannot run as root.");
        return new ServiceAccount((int.Parse(account[2], CultureInfo.InvariantCulture), int.Parse(account[3], CultureInfo.InvariantCulture)));
    }

    /// <summary>The command that runs a program as this account, in the same process.</summary>
    public (string Program, string[] Arguments) Command(string program, IEnumerable<string> arguments) =>
        _ids is var (user, group)
            ? ("setpriv", [$"--reuid={user}", $"--regid={group}", "--clear-groups", program, .. arguments])
            : (program, [.. arguments]);

    /// <summary>Gives a file or directory to this account.</summary>
    public void Own(string path)
    {
        if (_ids is var (user, group))
        {
            ProcessRun.Checked("chown", [$"{user}:{group}", path]);
        }
    }
}
