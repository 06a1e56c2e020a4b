namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>The npm package <c>ssh2</c>.</summary>
internal sealed class NodeSsh2() : DriverClient("node ssh2", ["node"], "ssh2_driver.js")
{
    public override IReadOnlyDictionary<string, string> Notes => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.PutFolder] = "the package has no call for folders; the driver walks the tree",
        [Operations.GetFolder] = "the package has no call for folders; the driver walks the tree",
    };
}
