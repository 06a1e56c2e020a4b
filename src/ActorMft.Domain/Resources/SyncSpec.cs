namespace ActorMft.Domain.Resources;

/// <summary>Makes a directory of an endpoint and one of a remote server alike, again and again. It never deletes what only one side has.</summary>
public sealed record SyncSpec() : ResourceSpec(ResourceKind.Sync)
{
    /// <summary>A disabled sync doesn't run, neither by its schedule nor when it is asked to.</summary>
    public bool Enabled { get; init; } = true;

    public string? Description { get; init; }

    /// <summary>An endpoint whose files this cluster sees: SftpServer or Lan.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The directory in the endpoint, absolute.</summary>
    public string Path { get; init; } = "/";

    /// <summary>The remote server's name.</summary>
    public string Remote { get; init; } = "";

    /// <summary>The directory there; relative to where the login lands, which is also the default.</summary>
    public string RemotePath { get; init; } = "";

    public SyncDirection Direction { get; init; }

    /// <summary>What becomes of a copied file at its source (push, pull).</summary>
    public AfterCopy AfterCopy { get; init; }

    /// <summary>When it runs by itself; without one only when it is asked to.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Connections at the same time. Default 8; the remote server's <c>maxConnections</c> holds all the same.</summary>
    public int Connections { get; init; } = 8;
}
