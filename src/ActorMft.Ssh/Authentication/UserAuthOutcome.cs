namespace ActorMft.Ssh.Authentication;

/// <summary>What became of an authentication request.</summary>
internal enum UserAuthOutcome
{
    /// <summary>The user is who it says.</summary>
    Accepted,

    /// <summary>Something was proved, but more is wanted of this user.</summary>
    PartlyAccepted,

    /// <summary>A key was asked for and would be accepted with a signature. Nothing is proved.</summary>
    KeyOk,

    /// <summary>A question was sent; the answer is still to come.</summary>
    Asked,

    /// <summary>No.</summary>
    Refused,
}
