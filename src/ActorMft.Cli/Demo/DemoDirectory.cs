using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Demo;

/// <summary>Everything that the demo keeps, below <c>./data/demo</c>.</summary>
internal sealed class DemoDirectory
{
    /// <summary>As it is shown and typed.</summary>
    public const string Name = "data/demo";

    private readonly string _root;

    private DemoDirectory(string root) => _root = root;

    public string Database => Path.Combine(_root, "actormft.db");

    public string Storage => Path.Combine(_root, "files");

    public string AdminToken => Path.Combine(_root, "admin.token");

    public string SecretKey => Path.Combine(_root, "secret.key");

    public string Resources => Path.Combine(_root, "resources.yaml");

    public string NodeLog => Path.Combine(_root, "node.log");

    /// <summary>The partner's private key; the public half is next to it, with <c>.pub</c>.</summary>
    public string PartnerKey => Path.Combine(_root, "partner_key");

    /// <summary>Which host keys the partner's client has seen.</summary>
    public string KnownHosts => Path.Combine(_root, "known_hosts");

    /// <summary>The partner's own machine, so to speak.</summary>
    public string PartnerFiles => Path.Combine(_root, "partner");

    /// <summary>The directory below the current one; made when it is missing.</summary>
    /// <exception cref="CliException">It can't be made.</exception>
    public static DemoDirectory Open(string current)
    {
        var directory = new DemoDirectory(Path.Combine(current, "data", "demo"));
        try
        {
            Directory.CreateDirectory(directory.PartnerFiles);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"./{Name} can't be made here ({e.Message}); run the demo in a directory that you may write to.");
        }
        return directory;
    }
}
