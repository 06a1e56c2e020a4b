using ActorMft.Node.Secrets;

namespace ActorMft.Node.Tests.Secrets;

public sealed class SecretProtectorTests
{
    [Theory]
    [InlineData("")]
    [InlineData("hunter2")]
    [InlineData("påsswørd \n 日本")]
    public void Unprotect_gives_back_what_was_protected(string secret)
    {
        using var protector = new SecretProtector(SecretKey.Generate());

        var envelope = protector.Protect(secret);

        protector.Unprotect(envelope).ShouldBe(secret);
        protector.Protect(secret).ShouldNotBe(envelope);
        SecretProtector.IsEnvelope(envelope).ShouldBeTrue();
    }

    [Fact]
    public void Unprotect_refuses_any_changed_letter()
    {
        using var protector = new SecretProtector(SecretKey.Generate());
        var envelope = protector.Protect("secret");

        for (var index = 0; index < envelope.Length - 1; index++)
        {
            var letters = envelope.ToCharArray();
            letters[index] = letters[index] == 'A' ? 'B' : 'A';
            Should.Throw<SecretException>(() => protector.Unprotect(new string(letters)), $"letter {index}");
        }
    }

    [Fact]
    public void Protector_is_used_by_many_threads_at_once()
    {
        using var protector = new SecretProtector(SecretKey.Generate());

        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, number =>
            protector.Unprotect(protector.Protect($"secret {number}")).ShouldBe($"secret {number}"));
    }

    [Fact]
    public void Unprotect_with_another_key_names_both_keys()
    {
        var key = SecretKey.Generate();
        using var ours = new SecretProtector(key);
        using var theirs = new SecretProtector(SecretKey.Generate());

        var exception = Should.Throw<SecretException>(() => theirs.Unprotect(ours.Protect("secret")));

        exception.Message.ShouldContain(key.Id);
        exception.Message.ShouldContain("secrets.keyFile");
    }
}
