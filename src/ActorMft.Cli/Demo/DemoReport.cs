using System.Diagnostics;
using System.Globalization;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Demo;

/// <summary>The demo's lines, each with the seconds since its start.</summary>
internal sealed class DemoReport(TextWriter output)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Something happened.</summary>
    public void Step(string text) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_clock.Elapsed.TotalSeconds,7:0.00} s  {TerminalText.Clean(text)}"));

    /// <summary>More about the step above.</summary>
    public void Detail(string text) => output.WriteLine($"             {TerminalText.Clean(text)}");

    public void Text(string text) => output.WriteLine(text);
}
