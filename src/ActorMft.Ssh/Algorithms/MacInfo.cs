using System.Security.Cryptography;

namespace ActorMft.Ssh.Algorithms;

/// <summary>What has to be derived for a MAC.</summary>
/// <param name="Name">Its SSH name.</param>
/// <param name="KeyLength">In bytes, the same as the MAC's length.</param>
/// <param name="Hash">The hash below the HMAC.</param>
/// <param name="EncryptThenMac">Whether the MAC covers the encrypted packet with its length in the clear.</param>
internal sealed record MacInfo(string Name, int KeyLength, HashAlgorithmName Hash, bool EncryptThenMac);
