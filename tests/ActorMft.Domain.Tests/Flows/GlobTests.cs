using ActorMft.Domain.Flows;
using FsCheck;
using FsCheck.Fluent;

namespace ActorMft.Domain.Tests.Flows;

public class GlobTests
{
    [Theory]
    [InlineData("*.csv", "a.csv", true)]
    [InlineData("*.csv", ".csv", true)]
    [InlineData("*.csv", "a.CSV", false)]
    [InlineData("*.csv", "d/a.csv", false)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("a?c", "a😀c", true)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[!a-c]x", "dx", true)]
    [InlineData("[!a-c]x", "/x", false)]
    [InlineData("[]]x", "]x", true)]
    [InlineData("**/*.csv", "a.csv", true)]
    [InlineData("**/*.csv", "d/e/a.csv", true)]
    [InlineData("d/**", "d/e/a.csv", true)]
    [InlineData("d/**/a.csv", "d/a.csv", true)]
    [InlineData("d/**/a.csv", "d/xa.csv", false)]
    [InlineData("d/*/a.csv", "d/e/f/a.csv", false)]
    [InlineData("*", "", true)]
    [InlineData("a", "", false)]
    [InlineData("a.csv", "a.csvx", false)]
    public void Patterns_match_as_documented(string pattern, string text, bool matches) => Glob.Matches(pattern, text).ShouldBe(matches);

    [Theory]
    [InlineData("[a")]
    [InlineData("")]
    [InlineData("x[")]
    [InlineData("[]")]
    public void A_broken_pattern_is_a_problem(string pattern) => Glob.Problem(pattern).ShouldNotBeNull();

    [Fact]
    public void Many_stars_take_no_exponential_time() =>
        Glob.Matches(string.Concat(Enumerable.Repeat("*a", 200)) + "b", new string('a', 2000)).ShouldBeFalse();

    [Fact]
    public void Star_matches_whatever_stands_between_its_neighbours() =>
        Prop.ForAll(Words.Arb, Words.Arb, Words.Arb, (left, middle, right) => Glob.Matches($"{left}*{right}", left + middle + right))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Text_without_signs_matches_only_itself() =>
        Prop.ForAll(Words.Arb, Words.Arb, (pattern, text) => Glob.Matches(pattern, text) == (pattern == text)).QuickCheckThrowOnFailure();

    private static class Words
    {
        public static Arbitrary<string> Arb { get; } =
            Gen.Elements('a', 'b', '.', '-').ListOf().Select(letters => new string([.. letters])).ToArbitrary();
    }
}
