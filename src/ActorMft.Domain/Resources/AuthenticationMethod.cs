namespace ActorMft.Domain.Resources;

/// <summary>A way in which a user proves who it is.</summary>
public enum AuthenticationMethod
{
    /// <summary>A declared key, each once in a login.</summary>
    PublicKey,

    /// <summary>The declared password.</summary>
    Password,
}
