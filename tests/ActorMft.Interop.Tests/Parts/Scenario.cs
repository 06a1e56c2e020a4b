using ActorMft.Testing;

namespace ActorMft.Interop.Tests.Parts;

/// <summary>
/// The product's main job with real parts: a partner with the stock client, one node, and a bank's <c>sshd</c> that
/// flow <c>acme/invoices</c> delivers to.
/// </summary>
public sealed class Scenario : IAsyncDisposable
{
    private Scenario(Func<NodeProcess, IReadOnlyList<string>>? nodeWrapper, string nodeSettings)
    {
        Workspace = new Workspace();
        Bank = new SshdServer(Workspace);
        Node = new NodeProcess(NodeSite.Alone(Workspace.Folder("node")) with { More = nodeSettings }, nodeWrapper);
        Api = new ManagementApi(Node);
        Partner = new StockSftp(Workspace, Node.SftpPort, "acme-upload");
    }

    public Workspace Workspace { get; }

    public SshdServer Bank { get; }

    public NodeProcess Node { get; }

    public ManagementApi Api { get; }

    public StockSftp Partner { get; }

    /// <summary>Where delivered files land: the flow's target path below the bank's login directory.</summary>
    public string Inbound => Path.Combine(Bank.Home, "inbound");

    /// <summary>The partner's home on the node.</summary>
    public string Inbox => Path.Combine(Node.Site.Storage, "acme", "inbox");

    /// <param name="afterCopy"><c>delete</c> or <c>keep</c>.</param>
    /// <param name="bankPort">Where the node finds the bank; the real port, unless a proxy stands before it.</param>
    /// <param name="idleTimeout">The endpoint's idle limit.</param>
    /// <param name="onExisting">What to do when the target has the file.</param>
    /// <param name="retry">The flow's retry policy.</param>
    /// <param name="gate">How many files go at a time, in which order: keys of the flow.</param>
    /// <param name="nodeWrapper">The program that the node is started through.</param>
    /// <param name="nodeSettings">Further lines of the node's settings.</param>
    public static async Task<Scenario> StartAsync(
        string afterCopy = "keep",
        Func<Scenario, int>? bankPort = null,
        string idleTimeout = "15m",
        string onExisting = "replace",
        string retry = "{ attempts: 200, initialDelay: 200ms, maxDelay: 1s }",
        string gate = "order: none",
        Func<NodeProcess, IReadOnlyList<string>>? nodeWrapper = null,
        string nodeSettings = "")
    {
        var scenario = new Scenario(nodeWrapper, nodeSettings);
        try
        {
            Directory.CreateDirectory(scenario.Inbound);
            await scenario.Bank.StartAsync();
            await scenario.Node.StartAsync();
            var job = new MainJob
            {
                Workspace = scenario.Workspace,
                BankPort = bankPort?.Invoke(scenario) ?? scenario.Bank.Port,
                IdleTimeout = idleTimeout,
                AfterCopy = afterCopy,
                OnExisting = onExisting,
                Retry = retry,
                Gate = gate,
            };
            await scenario.ApplyAsync(job.Yaml);
            return scenario;
        }
        catch
        {
            await scenario.DisposeAsync();
            throw;
        }
    }

    public async Task ApplyAsync(string yaml)
    {
        var file = Workspace.At("resources.yaml");
        await File.WriteAllTextAsync(file, yaml);
        var run = await Node.CommandAsync("apply", "-f", file);
        run.ExitCode.ShouldBe(0, run.Output + run.Error + Node.Log);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Node.DisposeAsync();
        await Bank.DisposeAsync();
        Workspace.Dispose();
    }
}
