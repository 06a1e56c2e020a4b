using System.Runtime.InteropServices;

namespace ActorMft.Ssh.Native;

/// <summary>Owns an EVP_MAC_CTX of libcrypto.</summary>
internal sealed class EvpMacContextHandle : SafeHandle
{
    public EvpMacContextHandle()
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.EvpMacContextFree(handle);
        return true;
    }
}
