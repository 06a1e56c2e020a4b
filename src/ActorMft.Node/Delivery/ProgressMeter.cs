using ActorMft.Node.Management;

namespace ActorMft.Node.Delivery;

/// <summary>Counts one attempt's bytes. Reporting costs an addition; the rate is sampled at most four times a second.</summary>
internal sealed class ProgressMeter(long size, long offset, TimeProvider time)
{
    private static readonly TimeSpan _sampleEvery = TimeSpan.FromMilliseconds(250);
    private const double NewSampleWeight = 0.3;

    private readonly long _start = offset;
    private readonly Lock _gate = new();
    private long _bytes = offset;
    private long _sampledBytes = offset;
    private long _sampledAt = time.GetTimestamp();
    private double _rate;

    /// <summary>Bytes that are at the target, counted from the file's start.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Bytes that this attempt has sent.</summary>
    public long Sent => Bytes - _start;

    /// <summary>Takes the number of bytes that are at the target by now.</summary>
    public void Report(long bytes)
    {
        Volatile.Write(ref _bytes, bytes);
        Sample();
    }

    /// <summary>What to show now.</summary>
    public LiveTransfer Read()
    {
        lock (_gate)
        {
            var bytes = Bytes;
            var sinceSample = time.GetElapsedTime(_sampledAt).TotalSeconds;
            var rate = _rate == 0 && sinceSample > 0 ? (bytes - _sampledBytes) / sinceSample : _rate;
            return new LiveTransfer(bytes, (long)rate, rate < 1 ? null : (long)Math.Ceiling((size - bytes) / rate));
        }
    }

    private void Sample()
    {
        if (!_gate.TryEnter())
        {
            return;
        }

        try
        {
            var elapsed = time.GetElapsedTime(_sampledAt);
            if (elapsed < _sampleEvery)
            {
                return;
            }

            var present = (Bytes - _sampledBytes) / elapsed.TotalSeconds;
            _rate = _rate == 0 ? present : (_rate * (1 - NewSampleWeight)) + (present * NewSampleWeight);
            _sampledAt = time.GetTimestamp();
            _sampledBytes = Bytes;
        }
        finally
        {
            _gate.Exit();
        }
    }
}
