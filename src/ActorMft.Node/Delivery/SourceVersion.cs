using ActorMft.Domain.Flows;
using ActorMft.Sftp;

namespace ActorMft.Node.Delivery;

/// <summary>Which version of a file is at a source that isn't ours. The protocol tells its size and the second of its last change, and no more.</summary>
internal static class SourceVersion
{
    public static FileIdentity Of(SftpAttributes attributes) =>
        new(Inode: 0, attributes.Size ?? 0, attributes.ModifiedAt ?? DateTimeOffset.UnixEpoch);
}
