using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace ActorMft.Ssh.Algorithms;

/// <summary>
/// AES in counter mode by the base class library: many counters are encrypted by one ECB call into a block of keystream, which
/// is then XORed in.
/// </summary>
internal sealed class AesCounterStream : CounterStream
{
    private const int KeystreamLength = 4096;

    private readonly Aes _aes;
    private readonly ICryptoTransform _encryptor;
    private readonly byte[] _keystream = new byte[KeystreamLength];
    private UInt128 _counter;
    private int _used = KeystreamLength;

    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="iv">The first counter, 16 bytes, big-endian.</param>
    public AesCounterStream(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        _aes = Aes.Create();
        _aes.SetKey(key);
#pragma warning disable CA5358 // ECB is the block function here: each block is a counter, used once.
        _aes.Mode = CipherMode.ECB;
#pragma warning restore CA5358
        _aes.Padding = PaddingMode.None;
        _encryptor = _aes.CreateEncryptor();
        _counter = BinaryPrimitives.ReadUInt128BigEndian(iv);
    }

    public override void Transform(Span<byte> data)
    {
        while (!data.IsEmpty)
        {
            if (_used == KeystreamLength)
            {
                Refill(data.Length);
            }

            int count = Math.Min(data.Length, KeystreamLength - _used);
            Xor(data[..count], _keystream.AsSpan(_used, count));
            _used += count;
            data = data[count..];
        }
    }

    public override void Dispose()
    {
        CryptographicOperations.ZeroMemory(_keystream);
        _encryptor.Dispose();
        _aes.Dispose();
    }

    private static void Xor(Span<byte> data, ReadOnlySpan<byte> keystream)
    {
        int width = Vector<byte>.Count;
        int i = 0;
        for (; i <= data.Length - width; i += width)
        {
            (new Vector<byte>(data[i..]) ^ new Vector<byte>(keystream[i..])).CopyTo(data[i..]);
        }

        for (; i < data.Length; i++)
        {
            data[i] ^= keystream[i];
        }
    }

    /// <summary>Makes keystream at the end of the buffer: all of it for bulk data, a little for short packets.</summary>
    private void Refill(int wanted)
    {
        int length = Math.Min(KeystreamLength, Math.Max(KeystreamLength / 8, (wanted + CounterLength - 1) & -CounterLength));
        int start = KeystreamLength - length;
        for (int i = start; i < KeystreamLength; i += CounterLength)
        {
            BinaryPrimitives.WriteUInt128BigEndian(_keystream.AsSpan(i), _counter);
            _counter++;
        }

        _encryptor.TransformBlock(_keystream, start, length, _keystream, start);
        _used = start;
    }
}
