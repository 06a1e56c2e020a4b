namespace ActorMft.Ssh.Algorithms;

/// <summary>What has to be derived for a cipher.</summary>
/// <param name="Name">Its SSH name.</param>
/// <param name="KeyLength">In bytes.</param>
/// <param name="IvLength">In bytes; 0 where the sequence number is the nonce.</param>
/// <param name="IsAead">Whether it authenticates by itself, so that no MAC is negotiated for its direction.</param>
/// <param name="IsCbc">Whether blocks are chained, so that encrypt-then-MAC needs the strict key exchange.</param>
internal sealed record CipherInfo(string Name, int KeyLength, int IvLength, bool IsAead, bool IsCbc = false);
