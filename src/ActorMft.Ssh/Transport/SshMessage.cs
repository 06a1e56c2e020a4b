namespace ActorMft.Ssh.Transport;

/// <summary>The message numbers of RFC 4250, section 4.1.2, and RFC 8308.</summary>
internal enum SshMessage : byte
{
    Disconnect = 1,
    Ignore = 2,
    Unimplemented = 3,
    Debug = 4,
    ServiceRequest = 5,
    ServiceAccept = 6,
    ExtensionInfo = 7,

    KeyExchangeInit = 20,
    NewKeys = 21,

    /// <summary>KEXDH_INIT and KEX_ECDH_INIT.</summary>
    ExchangeRequest = 30,

    /// <summary>KEXDH_REPLY and KEX_ECDH_REPLY; in a group exchange (RFC 4419), KEX_DH_GEX_GROUP.</summary>
    ExchangeReply = 31,
    GroupExchangeInit = 32,
    GroupExchangeReply = 33,
    GroupExchangeRequest = 34,

    UserAuthRequest = 50,
    UserAuthFailure = 51,
    UserAuthSuccess = 52,
    UserAuthBanner = 53,

    /// <summary>PK_OK, PASSWD_CHANGEREQ or INFO_REQUEST, depending on the method.</summary>
    UserAuthMethod60 = 60,
    UserAuthInfoResponse = 61,

    GlobalRequest = 80,
    RequestSuccess = 81,
    RequestFailure = 82,
    ChannelOpen = 90,
    ChannelOpenConfirmation = 91,
    ChannelOpenFailure = 92,
    ChannelWindowAdjust = 93,
    ChannelData = 94,
    ChannelExtendedData = 95,
    ChannelEof = 96,
    ChannelClose = 97,
    ChannelRequest = 98,
    ChannelSuccess = 99,
    ChannelFailure = 100,
}
