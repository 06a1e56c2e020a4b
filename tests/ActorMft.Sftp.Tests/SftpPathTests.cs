using FsCheck;
using FsCheck.Fluent;

namespace ActorMft.Sftp.Tests;

public sealed class SftpPathTests
{
    [Theory]
    [InlineData("/", "/")]
    [InlineData("a", "/a")]
    [InlineData("//a///b/", "/a/b")]
    [InlineData("/a/./b/../c", "/a/c")]
    [InlineData("/../..", "/")]
    [InlineData("..a/...", "/..a/...")]
    public void Normalize_works_on_the_text(string path, string expected) => SftpPath.Normalize(path).ShouldBe(expected);

    [Theory]
    [InlineData("/a", "b", "/a/b")]
    [InlineData("/a", "../b", "/b")]
    [InlineData("/a", "/b", "/b")]
    public void Combine_starts_at_the_directory(string directory, string path, string expected) => SftpPath.Combine(directory, path).ShouldBe(expected);

    [Theory]
    [InlineData("/a/b", "/a", true)]
    [InlineData("/a", "/a", true)]
    [InlineData("/ab", "/a", false)]
    [InlineData("/a", "/", true)]
    public void Below_means_whole_parts(string path, string directory, bool expected) => SftpPath.IsAtOrBelow(path, directory).ShouldBe(expected);

    [Fact]
    public void Normalized_path_never_has_a_part_that_leads_elsewhere() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(
            Gen.Elements("a", "..", ".", "/", "//", "b c", "").ListOf().Select(parts => string.Concat(parts)).ToArbitrary(),
            path =>
            {
                var normal = SftpPath.Normalize(path);
                return normal == "/" || (normal[0] == '/' && normal[1..].Split('/').All(part => part is not ("" or "." or ".."))
                    && SftpPath.Normalize(normal) == normal
                    && SftpPath.Combine(SftpPath.DirectoryName(normal), SftpPath.FileName(normal)) == normal);
            }));
}
