namespace ActorMft.Ssh.Channels;

/// <summary>The reason codes of SSH_MSG_CHANNEL_OPEN_FAILURE (RFC 4254, section 5.1).</summary>
internal enum ChannelOpenFailure : uint
{
    AdministrativelyProhibited = 1,
    ConnectFailed = 2,
    UnknownChannelType = 3,
    ResourceShortage = 4,
}
