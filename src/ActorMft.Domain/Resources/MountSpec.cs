namespace ActorMft.Domain.Resources;

/// <summary>A folder of an endpoint whose content is a directory of a remote server: every operation goes through to it as it is asked for.</summary>
public sealed record MountSpec() : ResourceSpec(ResourceKind.Mount)
{
    /// <summary>The folder of a disabled mount stays, and says that it is disabled.</summary>
    public bool Enabled { get; init; } = true;

    public string? Description { get; init; }

    /// <summary>The endpoint that users log in to.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>The folder in the endpoint, absolute. It has to be empty, and is made when it isn't there.</summary>
    public string Path { get; init; } = "";

    /// <summary>The remote server's name.</summary>
    public string Remote { get; init; } = "";

    /// <summary>The directory there; relative to where the login lands, which is also the default.</summary>
    public string RemotePath { get; init; } = "";
}
