using System.Runtime.InteropServices;

namespace ActorMft.Ssh.Native;

/// <summary>Owns a BIGNUM, cleared when freed, of libcrypto.</summary>
internal sealed class BigNumberHandle : SafeHandle
{
    public BigNumberHandle()
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        LibCrypto.BnClearFree(handle);
        return true;
    }
}
