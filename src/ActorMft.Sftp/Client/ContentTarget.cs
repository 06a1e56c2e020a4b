using System.Buffers;
using System.Runtime.InteropServices;

namespace ActorMft.Sftp.Client;

/// <summary>Where the content of a DATA answer goes: into memory, or to somebody who takes it where it lies.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct ContentTarget
{
    private readonly Memory<byte> _memory;
    private readonly IContentReceiver? _receiver;

    public ContentTarget(Memory<byte> memory) => _memory = memory;

    public ContentTarget(IContentReceiver receiver) => _receiver = receiver;

    /// <summary>Bytes it takes at most.</summary>
    public int Room => _receiver?.Room ?? _memory.Length;

    public void Take(in ReadOnlySequence<byte> content)
    {
        if (_receiver is not null)
        {
            _receiver.Receive(content);
        }
        else
        {
            content.CopyTo(_memory.Span);
        }
    }
}
