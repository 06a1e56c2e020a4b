namespace ActorMft.Ssh.Transport;

/// <summary>
/// Which messages are allowed in which phase. Key exchange messages (20 to 49) are not judged here: they are allowed by the
/// state of the exchange.
/// </summary>
internal static class MessageRules
{
    public static MessageVerdict Judge(SshMessage message, SshPhase phase, bool isServer) => message switch
    {
        SshMessage.Disconnect or SshMessage.Ignore or SshMessage.Unimplemented or SshMessage.Debug => MessageVerdict.Handle,

        // Some ask again before each method (paramiko): a wrong key and then the password.
        SshMessage.ServiceRequest => Only(isServer && phase is (SshPhase.Service or SshPhase.Authentication)),
        SshMessage.ServiceAccept => Only(!isServer && phase == SshPhase.Service),
        SshMessage.ExtensionInfo => Only(phase == SshPhase.Service || (!isServer && phase == SshPhase.Authentication)),

        // Requests that were sent before the client saw the success are to be ignored (RFC 4252, section 5.1).
        SshMessage.UserAuthRequest when isServer && phase == SshPhase.Running => MessageVerdict.Ignore,
        SshMessage.UserAuthRequest => Only(isServer && phase == SshPhase.Authentication),

        // Whether something was asked, authentication itself knows.
        SshMessage.UserAuthInfoResponse => Only(isServer && phase == SshPhase.Authentication),
        SshMessage.UserAuthFailure or SshMessage.UserAuthSuccess or SshMessage.UserAuthBanner or SshMessage.UserAuthMethod60 =>
            Only(!isServer && phase == SshPhase.Authentication),
        >= SshMessage.GlobalRequest and <= SshMessage.RequestFailure => Only(phase == SshPhase.Running),
        >= SshMessage.ChannelOpen and <= SshMessage.ChannelFailure => Only(phase == SshPhase.Running),

        // Unknown numbers. The range of user authentication (50 to 79) has no business here any more.
        >= SshMessage.UserAuthRequest and < SshMessage.GlobalRequest => MessageVerdict.Disconnect,
        _ => phase == SshPhase.Running ? MessageVerdict.Unimplemented : MessageVerdict.Disconnect,
    };

    private static MessageVerdict Only(bool allowed) => allowed ? MessageVerdict.Handle : MessageVerdict.Disconnect;
}
