namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>FileZilla's <c>fzsftp</c>: a program of its own that FileZilla's window tells what to do.</summary>
internal sealed class FileZilla() : DriverClient("FileZilla fzsftp", ["/usr/bin/python3"], "fzsftp_driver.py")
{
    public override IReadOnlyDictionary<string, string> Lacks => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.Link] = "FileZilla has no command for links",
    };

    public override IReadOnlyDictionary<string, string> Notes => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Operations.PutFolder] = "FileZilla's window walks the tree; here the driver does",
        [Operations.GetFolder] = "FileZilla's window walks the tree; here the driver does",
    };

    protected override string KeyOf(UserKeys keys) => keys.Putty;
}
