namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>PHP's phpseclib 3.</summary>
internal sealed class PhpSecLib() : DriverClient("phpseclib", ["php"], "phpseclib_driver.php")
{
    public override IReadOnlyDictionary<string, string> Notes => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.PutFolder] = "the library has no call for folders; the driver walks the tree",
        [Operations.GetFolder] = "the library has no call for folders; the driver walks the tree",
    };
}
