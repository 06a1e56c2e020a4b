using System.Runtime.InteropServices;

namespace ActorMft.Ssh.Native;

/// <summary>Owns an EVP_PKEY of libcrypto.</summary>
internal sealed class EvpKeyHandle : SafeHandle
{
    public EvpKeyHandle()
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.EvpKeyFree(handle);
        return true;
    }
}
