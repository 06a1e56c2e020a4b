using System.Buffers;

namespace ActorMft.Sftp.Client;

/// <summary>Takes the content of an answer where it lies.</summary>
internal interface IContentReceiver
{
    /// <summary>Bytes that were asked for.</summary>
    int Room { get; }

    /// <summary>Takes content that is valid during the call, on the loop that reads the answers. A <see cref="SftpException"/> fails the request.</summary>
    void Receive(in ReadOnlySequence<byte> content);
}
