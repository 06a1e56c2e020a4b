namespace ActorMft.Sftp.Client;

/// <summary>A request that can be written once it has its id.</summary>
internal interface IRequest
{
    /// <summary>The most bytes that the packet takes, its length field included.</summary>
    int MaxSize { get; }

    /// <summary>Writes the whole packet and returns its size.</summary>
    int Write(Span<byte> buffer, uint id);
}
