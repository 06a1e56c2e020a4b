namespace ActorMft.Domain.Catalog;

/// <summary>
/// Tells which key a remote server presented. The first one is learned; another than the believed one disables the remote.
/// Answered by <see cref="RemoteHostKeyReply"/>.
/// </summary>
/// <param name="Fingerprint"><c>SHA256:...</c></param>
public sealed record RecordRemoteHostKey(string Organization, string Remote, string Fingerprint);
