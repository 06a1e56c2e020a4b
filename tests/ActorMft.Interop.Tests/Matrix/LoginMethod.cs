namespace ActorMft.Interop.Tests.Matrix;

/// <summary>What a client logs in with.</summary>
internal enum LoginMethod
{
    Key,
    Password,
}
