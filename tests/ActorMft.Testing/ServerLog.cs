using System.Text;

namespace ActorMft.Testing;

/// <summary>What a process prints, line by line, and a way to wait for a line of it.</summary>
public sealed class ServerLog
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();
    private readonly List<(string Part, TaskCompletionSource<string> Seen)> _expected = [];

    /// <summary>Everything so far.</summary>
    public string Text
    {
        get
        {
            lock (_lock)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Takes one line in; null (the end of a stream) is none.</summary>
    public void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_lock)
        {
            _text.AppendLine(line);
            foreach (var expected in _expected.Where(expected => line.Contains(expected.Part, StringComparison.Ordinal)).ToList())
            {
                _expected.Remove(expected);
                expected.Seen.SetResult(line);
            }
        }
    }

    /// <summary>The process ended: whoever still waits for a line waits in vain and gets the log to read.</summary>
    public void End(string what)
    {
        lock (_lock)
        {
            foreach (var (part, seen) in _expected)
            {
                seen.SetException(new InvalidOperationException($"{what} before it printed '{part}':\n{_text}"));
            }

            _expected.Clear();
        }
    }

    /// <summary>The next line that has the part in it.</summary>
    public Task<string> ExpectAsync(string part)
    {
        TaskCompletionSource<string> seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _expected.Add((part, seen));
        }

        return seen.Task;
    }
}
