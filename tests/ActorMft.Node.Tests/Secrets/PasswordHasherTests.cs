using ActorMft.Node.Secrets;

namespace ActorMft.Node.Tests.Secrets;

public sealed class PasswordHasherTests
{
    private readonly PasswordHasher _hasher = new(iterations: 1000);

    [Fact]
    public void Verify_accepts_the_hashed_password_only()
    {
        var hash = _hasher.Hash("correct horse");

        _hasher.Verify(hash, "correct horse").ShouldBeTrue();
        _hasher.Verify(hash, "correct hors").ShouldBeFalse();
        _hasher.Verify(hash, string.Empty).ShouldBeFalse();
        hash.ShouldNotContain("horse");
    }

    [Fact]
    public void Verify_remembers_right_passwords_only()
    {
        var hash = _hasher.Hash("right");

        _hasher.Verify(hash, "wrong").ShouldBeFalse();
        _hasher.Verify(hash, "wrong").ShouldBeFalse();
        _hasher.Verify(hash, "right").ShouldBeTrue();
        _hasher.Verify(hash, "right").ShouldBeTrue();
        _hasher.Verify(hash, "wrong").ShouldBeFalse();
        _hasher.Verify(_hasher.Hash("other"), "right").ShouldBeFalse();
    }

    [Fact]
    public void Hash_keeps_its_own_parameters()
    {
        var old = new PasswordHasher(iterations: 10).Hash("p");

        _hasher.Verify(old, "p").ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("pbkdf2-sha512$0$AAAAAAAAAAAAAAAAAAAAAA$AAAA")]
    [InlineData("pbkdf2-sha512$999999999$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA")]
    public void Unreadable_hash_never_verifies(string? hash)
    {
        _hasher.Verify(hash, string.Empty).ShouldBeFalse();
        (hash is not null && PasswordHasher.IsHash(hash)).ShouldBeFalse();
    }
}
