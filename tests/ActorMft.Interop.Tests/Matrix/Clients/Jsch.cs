namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>Java's JSch, the original one that many products ship.</summary>
internal sealed class Jsch() : DriverClient("JSch", ["java", "-cp", "/usr/share/java/jsch.jar"], "JschDriver.java")
{
    public override IReadOnlyDictionary<string, string> Notes => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.Key] = "an ECDSA key: this JSch has neither Ed25519 nor RSA with SHA-2",
        [Operations.PutFolder] = "the library has no call for folders; the driver walks the tree",
        [Operations.GetFolder] = "the library has no call for folders; the driver walks the tree",
    };

    protected override string KeyOf(UserKeys keys) => keys.EcdsaPem;
}
