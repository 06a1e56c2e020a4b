using System.Globalization;

namespace ActorMft.Bench.Ssh;

/// <summary>Processor time and memory of processes, from /proc. The kernel keeps the sums in nanoseconds and shows hundredths of a second.</summary>
internal static class ProcessTimes
{
    private const double TicksPerSecond = 100;
    private const int ParentField = 1;
    private const int UserField = 11;

    /// <summary>User and system seconds of a process, of those below it, and of all of theirs that have ended and were waited for.</summary>
    internal static double OfTree(int process) => Tree(process).Sum(id => Seconds(id, fields: 4, from: UserField));

    /// <summary>User and system seconds of this process's children that have ended.</summary>
    internal static double OfOwnEndedChildren() => Seconds(Environment.ProcessId, fields: 2, from: UserField + 2);

    /// <summary>The process and all below it.</summary>
    internal static IReadOnlyList<int> Tree(int process)
    {
        var children = Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Fields: Stat(id)))
            .Where(child => child.Fields.Length > 0)
            .ToLookup(child => int.Parse(child.Fields[ParentField], CultureInfo.InvariantCulture), child => child.Id);
        var tree = new List<int> { process };
        for (var i = 0; i < tree.Count; i++)
        {
            tree.AddRange(children[tree[i]]);
        }

        return tree;
    }

    /// <summary>Resident memory of a process, in KiB.</summary>
    internal static double Resident(int process) => Memory($"/proc/{process}/status", "VmRSS:");

    /// <summary>Resident memory in KiB, what is shared with other processes divided among them.</summary>
    internal static double Proportional(int process) => Memory($"/proc/{process}/smaps_rollup", "Pss:");

    private static double Memory(string file, string field)
    {
        var line = File.ReadLines(file).First(line => line.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }

    private static double Seconds(int process, int fields, int from) =>
        Stat(process).Skip(from).Take(fields).Sum(ticks => double.Parse(ticks, CultureInfo.InvariantCulture)) / TicksPerSecond;

    /// <summary>The fields behind the program's name, the state first; none when the process is gone.</summary>
    private static string[] Stat(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
