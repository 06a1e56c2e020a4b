namespace ActorMft.Fuzz.Tests;

/// <summary>Something that takes bytes of a stranger.</summary>
internal abstract class FuzzTarget
{
    /// <summary>Bytes that handling an input may allocate: a fixed amount and some for each byte of the input.</summary>
    private const long Fixed = 512 * 1024;

    private const long PerByte = 256;

    public abstract string Name { get; }

    /// <summary>Inputs that are right, or nearly so; mutations start from them.</summary>
    public abstract IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>How many inputs are tried in one turn; fewer for those that take long.</summary>
    public virtual int Turn => 200;

    /// <summary>How much time it gets, compared with others.</summary>
    public virtual double Weight => 1;

    public virtual long AllocationLimit(int inputLength) => Fixed + (PerByte * inputLength);

    /// <summary>Handles an input.</summary>
    /// <returns>What became of it, in a few words that many inputs share: an outcome not seen before makes the input a seed.</returns>
    /// <exception cref="Exception">Anything but the protocol's own exception, which belongs to the outcome: a finding.</exception>
    public abstract Task<string> RunAsync(byte[] input);

    /// <summary>A refusal without what differs from input to input: its first letters up to a quotation.</summary>
    protected static string Refused(Exception refusal)
    {
        var message = refusal.Message.AsSpan();
        message = message[..(message.IndexOfAny('\'', '"', '\n') is var end and >= 0 ? end : message.Length)];
        message = message[..Math.Min(message.Length, 60)];
        return string.Concat(message.ToArray().Where(letter => char.IsAsciiLetter(letter) || letter == ' '));
    }
}
