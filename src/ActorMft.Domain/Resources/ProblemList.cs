using System.Globalization;

namespace ActorMft.Domain.Resources;

/// <summary>Collects what is wrong with one resource.</summary>
internal sealed class ProblemList(int index)
{
    private const int LongestValueShown = 80;
    private readonly List<Problem> _problems = [];

    public IReadOnlyList<Problem> All => _problems;

    public void Add(string path, object? value, string allowed)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture);
        var seen = string.IsNullOrEmpty(text) ? null : text.Length <= LongestValueShown ? text : text[..LongestValueShown] + "...";
        _problems.Add(new Problem(index, path, seen, allowed));
    }

    public void Require(string path, object? value, bool holds, string allowed)
    {
        if (!holds)
        {
            Add(path, value, allowed);
        }
    }

    /// <summary>A secret, if it is given, comes from exactly one place.</summary>
    public void RequireSecret(string path, Secret? secret, bool mayBeHash)
    {
        if (secret is null)
        {
            return;
        }

        var given = new[] { secret.Env, secret.File, secret.Value, secret.Hash, secret.Sealed }.Count(each => each is not null);
        var allowed = mayBeHash ? "exactly one of env, file, hash" : "exactly one of env, file";
        Require(path, null, given == 1 && (mayBeHash || secret.Hash is null), allowed);
    }
}
