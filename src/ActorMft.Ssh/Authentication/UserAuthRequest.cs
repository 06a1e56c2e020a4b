using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Authentication;

/// <summary>
/// SSH_MSG_USERAUTH_REQUEST (RFC 4252, section 5):
/// <code>
/// byte      50
/// string    user name in UTF-8
/// string    service name
/// string    method name
/// ....      method specific fields
/// </code>
/// </summary>
/// <param name="UserName">As sent.</param>
/// <param name="Service">The service to start afterwards.</param>
/// <param name="Method">Of authentication.</param>
/// <param name="Fields">The method's.</param>
/// <param name="Payload">The whole message.</param>
internal sealed record UserAuthRequest(string UserName, string Service, string Method, ReadOnlyMemory<byte> Fields, ReadOnlyMemory<byte> Payload)
{
    public static UserAuthRequest Read(ReadOnlyMemory<byte> payload, int maxUserName)
    {
        var reader = new SshReader(payload.Span);
        reader.ReadByte();
        return new UserAuthRequest(reader.ReadUtf8(maxUserName), reader.ReadName(), reader.ReadName(), payload[reader.Position..], payload);
    }
}
