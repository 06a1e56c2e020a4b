using System.Net;
using ActorMft.Domain.Resources;
using ActorMft.Node.Secrets;
using ActorMft.Node.Sessions;
using ActorMft.Node.Settings;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Server;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Sessions;

public sealed class UserAuthenticatorTests : IDisposable
{
    private readonly FixedCatalog _catalog = new();
    private readonly LoginPenalties _penalties = new(new PenaltySettings(), TimeProvider.System);
    private readonly UserAuthenticator _authenticator;
    private long _work;

    public UserAuthenticatorTests()
    {
        _authenticator = new UserAuthenticator(_catalog, new PasswordHasher(1000, TimeProvider.System, Derive), _penalties, NullLogger<UserAuthenticator>.Instance);
        Declare("own", HashOf(1000, "right"));
        Declare("cheap", HashOf(10, "right"));
        Declare("costly", HashOf(7000, "right"));
        Declare("disabled", HashOf(10, "right"), enabled: false);
        Declare("keys", hash: null);
    }

    [Fact]
    public async Task Refused_password_costs_as_much_as_the_costliest_hash_whoever_it_is()
    {
        foreach (var name in new[] { "nobody", "own", "cheap", "costly", "disabled", "keys" })
        {
            (await CostAsync(name, "wrong")).ShouldBe((false, 7000), name);
        }
    }

    [Fact]
    public async Task Refused_password_of_somebody_locked_out_costs_the_same()
    {
        for (var i = 0; i < 4; i++)
        {
            _penalties.AddFailure("user cheap");
        }

        (await CostAsync("cheap", "right")).ShouldBe((false, 7000));
    }

    [Fact]
    public async Task Right_password_is_accepted_whatever_its_hash_costs()
    {
        foreach (var name in new[] { "own", "cheap", "costly" })
        {
            (await CostAsync(name, "right")).Verified.ShouldBeTrue(name);
        }
    }

    [Fact]
    public async Task Cost_follows_the_catalog_and_is_never_less_than_that_of_new_hashes()
    {
        Declare("costly", HashOf(20, "right"));
        (await CostAsync("nobody", "wrong")).Work.ShouldBe(1000);
        Declare("costlier", HashOf(9000, "right"));
        (await CostAsync("nobody", "wrong")).Work.ShouldBe(9000);
    }

    [Fact]
    public void Login_is_complete_when_all_that_the_user_requires_is_proved()
    {
        using var one = SshPrivateKey.Generate(SshKeyType.Ed25519);
        using var two = SshPrivateKey.Generate(SshKeyType.Ed25519);
        _catalog.Declare(new UserSpec
        {
            Organization = "acme",
            Name = "anna",
            Endpoint = "inbox",
            Authentication = [AuthenticationMethod.PublicKey, AuthenticationMethod.Password, AuthenticationMethod.PublicKey],
        });
        var login = Login("anna");
        _authenticator.Missing(login, SshProof.None).ShouldBe(SshMethods.Any);
        _authenticator.Missing(login, new SshProof([one.PublicKey], HasPassword: false)).ShouldBe(SshMethods.Any);
        _authenticator.Missing(login, new SshProof([one.PublicKey], HasPassword: true)).ShouldBe(SshMethods.PublicKey);
        _authenticator.Missing(login, new SshProof([one.PublicKey, two.PublicKey], HasPassword: false)).ShouldBe(SshMethods.Password);
        _authenticator.Missing(login, new SshProof([one.PublicKey, two.PublicKey], HasPassword: true)).ShouldBe(SshMethods.None);
    }

    [Fact]
    public void Any_proof_is_enough_unless_the_user_requires_more_or_is_gone()
    {
        _authenticator.Missing(Login("own"), new SshProof([], HasPassword: true)).ShouldBe(SshMethods.None);
        _authenticator.Missing(Login("own"), SshProof.None).ShouldBe(SshMethods.Any);
        _authenticator.Missing(Login("disabled"), new SshProof([], HasPassword: true)).ShouldBe(SshMethods.Any);
    }

    [Fact]
    public void Penalties_are_forgotten_when_the_login_is_complete_and_not_for_a_login_by_key()
    {
        using var key = SshPrivateKey.Generate(SshKeyType.Ed25519);
        for (var i = 0; i < 4; i++)
        {
            _penalties.AddFailure("user own");
        }

        _authenticator.Welcome(Login("own"), new SshProof([key.PublicKey], HasPassword: false));
        _penalties.Remaining("user own").ShouldBeGreaterThan(TimeSpan.Zero);
        _authenticator.Welcome(Login("own"), new SshProof([], HasPassword: true));
        _penalties.Remaining("user own").ShouldBe(TimeSpan.Zero);
    }

    public void Dispose() => _authenticator.Dispose();

    private static string HashOf(int iterations, string password) => new PasswordHasher(iterations, TimeProvider.System, DeriveFreely).Hash(password);

    private static byte[] DeriveFreely(byte[] password, byte[] salt, int iterations, int length) =>
        System.Security.Cryptography.Rfc2898DeriveBytes.Pbkdf2(password, salt, 1, System.Security.Cryptography.HashAlgorithmName.SHA512, length);

    private byte[] Derive(byte[] password, byte[] salt, int iterations, int length)
    {
        Interlocked.Add(ref _work, iterations);
        return DeriveFreely(password, salt, iterations, length);
    }

    private static SshLogin Login(string name) => new(name, new IPEndPoint(IPAddress.Parse("192.0.2.1"), 4711), "SSH-2.0-test", ConnectionId: 1);

    private async Task<(bool Verified, long Work)> CostAsync(string name, string password)
    {
        Interlocked.Exchange(ref _work, 0);
        var verified = await _authenticator.VerifyPasswordAsync(Login(name), password, CancellationToken.None);
        _penalties.Forget("address 192.0.2.1");
        return (verified is not null, Interlocked.Read(ref _work));
    }

    private void Declare(string name, string? hash, bool enabled = true) => _catalog.Declare(new UserSpec
    {
        Organization = "acme",
        Name = name,
        Endpoint = "inbox",
        Enabled = enabled,
        Password = hash is null ? null : new Secret { Hash = hash },
    });
}
