using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Authentication;

/// <summary>
/// The fields of the publickey method (RFC 4252, section 7):
/// <code>
/// boolean   whether there is a signature
/// string    public key algorithm name
/// string    public key blob
/// string    signature, if there is one
/// </code>
/// </summary>
/// <param name="IsSigned">Without a signature it is only a question.</param>
/// <param name="Algorithm">The signature's.</param>
/// <param name="Key">Null if the blob is of an unknown type or damaged.</param>
/// <param name="SignedPart">The message up to the signature.</param>
/// <param name="Signature">Empty for a question.</param>
internal sealed record PublicKeyRequest(
    bool IsSigned, string Algorithm, SshPublicKey? Key, ReadOnlyMemory<byte> SignedPart, ReadOnlyMemory<byte> Signature)
{
    private const int MaxBlob = 16 * 1024;

    public static PublicKeyRequest Read(UserAuthRequest request)
    {
        var reader = new SshReader(request.Fields.Span);
        bool isSigned = reader.ReadBoolean();
        string algorithm = reader.ReadName();
        ReadOnlySpan<byte> blob = reader.ReadString(MaxBlob);
        ReadOnlyMemory<byte> signedPart = request.Payload[..(request.Payload.Length - reader.Rest.Length)];
        byte[] signature = isSigned ? reader.ReadString(MaxBlob).ToArray() : [];
        reader.ExpectEnd();
        return new PublicKeyRequest(isSigned, algorithm, TryParse(blob), signedPart, signature);
    }

    private static SshPublicKey? TryParse(ReadOnlySpan<byte> blob)
    {
        try
        {
            return SshPublicKey.Parse(blob);
        }
        catch (SshException)
        {
            // Of a type that isn't supported, or nonsense: refused like a wrong key.
            return null;
        }
    }
}
