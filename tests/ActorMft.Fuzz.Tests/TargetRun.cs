using System.Diagnostics;
using ActorMft.Testing;

namespace ActorMft.Fuzz.Tests;

/// <summary>The fuzzing of one target: its growing seeds, its counts and its findings.</summary>
internal sealed class TargetRun(FuzzTarget target, ulong seed)
{
    private const int MaxSeeds = 2000;
    private const int MaxOutcomes = 20_000;

    /// <summary>Far more than any input takes, also on a machine that others use.</summary>
    private static readonly TimeSpan HangLimit = TimeSpan.FromSeconds(60);

    private readonly Mutator _mutator = new(new Dice(seed));
    private readonly Dice _dice = new(seed + 1);
    private readonly List<byte[]> _seeds = [.. target.Seeds];
    private readonly Dictionary<string, long> _outcomes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _signatures = new(StringComparer.Ordinal);
    private byte[] _current = [];

    public FuzzTarget Target => target;

    public long Inputs { get; private set; }

    public TimeSpan Spent { get; private set; }

    /// <summary>Who has least is next.</summary>
    public TimeSpan Share => Spent / target.Weight;

    /// <summary>Different outcomes seen: how much of the target was reached.</summary>
    public int Outcomes => _outcomes.Count;

    public int Seeds => _seeds.Count;

    public List<FuzzFinding> Findings { get; } = [];

    /// <summary>True once an input did not come back; the target is not run any more.</summary>
    public bool IsStuck { get; private set; }

    /// <summary>Handles the seeds as they are, then <paramref name="count"/> mutations of them.</summary>
    public async Task RunAsync(int count)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await Task.Run(async () =>
            {
                if (Inputs == 0)
                {
                    foreach (var input in target.Seeds)
                    {
                        await TryAsync(input);
                    }
                }

                for (var i = 0; i < count; i++)
                {
                    await TryAsync(_mutator.Mutate(_seeds[_dice.Below(_seeds.Count)], _seeds));
                }
            }).WaitAsync(HangLimit);
        }
        catch (TimeoutException)
        {
            IsStuck = true;
            Add(new FuzzFinding(target.Name, "hang", $"no end within {HangLimit.TotalSeconds} s", _current));
        }

        Spent += Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Handles one input, and looks at what it did.</summary>
    public async Task TryAsync(byte[] input)
    {
        // What a background thread allocates meanwhile counts too, but not twice.
        if (await HandleAsync(input) > target.AllocationLimit(input.Length) && await HandleAsync(input) is var allocated && allocated > target.AllocationLimit(input.Length))
        {
            Add(new FuzzFinding(target.Name, "growth", $"{allocated} bytes allocated for {input.Length}; {target.AllocationLimit(input.Length)} are allowed", input));
        }
    }

    private async Task<long> HandleAsync(byte[] input)
    {
        _current = input;
        Inputs++;
        var before = GC.GetTotalAllocatedBytes();
        try
        {
            Note(await target.RunAsync(input), input);
        }
        catch (Exception exception)
        {
            Add(new FuzzFinding(target.Name, "crash", exception.ToString(), input));
        }

        return GC.GetTotalAllocatedBytes() - before;
    }

    private void Note(string outcome, byte[] input)
    {
        if (_outcomes.TryGetValue(outcome, out var times))
        {
            _outcomes[outcome] = times + 1;
            return;
        }

        if (_outcomes.Count == MaxOutcomes)
        {
            return;
        }

        _outcomes[outcome] = 1;
        if (_seeds.Count < MaxSeeds)
        {
            _seeds.Add(input);
        }
    }

    private void Add(FuzzFinding finding)
    {
        if (_signatures.Add(finding.Signature))
        {
            Findings.Add(finding);
        }
    }
}
