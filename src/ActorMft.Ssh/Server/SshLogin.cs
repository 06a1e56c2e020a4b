using System.Net;

namespace ActorMft.Ssh.Server;

/// <summary>Who tries to log in, and from where.</summary>
/// <param name="UserName">As the client sent it.</param>
/// <param name="RemoteEndPoint">The client's address.</param>
/// <param name="ClientIdent">The client's identification line.</param>
/// <param name="ConnectionId">Unique in this process.</param>
public sealed record SshLogin(string UserName, EndPoint RemoteEndPoint, string ClientIdent, long ConnectionId);
