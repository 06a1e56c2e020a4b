using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using ActorMft.Ssh.Server;

namespace ActorMft.Node.Sessions;

/// <summary>
/// What a session was let in by: the user as declared at the login, and the password or key that was proved. It may go on while
/// a new login by the same would lead to the same session; then what it is based on is still wanted. More permissions, other
/// keys, or a new password beside the key that was used end nothing.
/// </summary>
/// <param name="User">As declared at the login.</param>
/// <param name="PasswordHash">The declared hash of the password, where it was given.</param>
/// <param name="Proof">What the user logged in by.</param>
internal sealed record SessionAccess(UserSpec User, string? PasswordHash, SshProof Proof)
{
    /// <summary>Why the session may not go on under what is declared now, as a sentence for the partner; null while it may.</summary>
    public string? Refusal(CatalogSnapshot declared) => RefusalOfUser(declared.FindUser(User.Name)) ?? RefusalOfEndpoint(declared);

    private string? RefusalOfUser(UserSpec? now) => now switch
    {
        _ when ReferenceEquals(now, User) => null,
        null => $"the user {User.Name} was deleted",
        { Enabled: false } => $"the user {User.Name} was disabled",
        _ when now.Organization != User.Organization || now.Endpoint != User.Endpoint => $"the user {User.Name} was moved to another endpoint",
        _ when Proof.HasPassword && now.Password?.Hash != PasswordHash => $"the password of the user {User.Name} was changed",
        _ when !Proof.Keys.All(key => UserKeys.Has(now, key)) => $"the key of this session was taken from the user {User.Name}",
        _ when UserMethods.Missing(now, Proof) != SshMethods.None => $"the user {User.Name} now has to log in by {UserMethods.Describe(now)}",
        _ when now.Home != User.Home => $"the home of the user {User.Name} was changed",
        _ when User.Permissions.Except(now.Permissions).Any() => $"permissions were taken from the user {User.Name}",
        _ => null,
    };

    private string? RefusalOfEndpoint(CatalogSnapshot declared) => declared.FindEndpoint(User.Organization!, User.Endpoint) switch
    {
        null => $"the endpoint {User.Organization}/{User.Endpoint} was deleted",
        { Enabled: false } => $"the endpoint {User.Organization}/{User.Endpoint} was disabled",
        _ => null,
    };
}
