namespace ActorMft.Sftp.Protocol;

/// <summary>Which fields follow in ATTRS (draft-ietf-secsh-filexfer-02, section 5).</summary>
[Flags]
internal enum AttributeFlags : uint
{
    None = 0,
    Size = 0x1,
    Owner = 0x2,
    Mode = 0x4,
    Times = 0x8,
    Extended = 0x80000000,
}
