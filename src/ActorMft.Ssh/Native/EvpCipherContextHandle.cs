using System.Runtime.InteropServices;

namespace ActorMft.Ssh.Native;

/// <summary>Owns an EVP_CIPHER_CTX of libcrypto.</summary>
internal sealed class EvpCipherContextHandle : SafeHandle
{
    public EvpCipherContextHandle()
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.EvpCipherContextFree(handle);
        return true;
    }
}
