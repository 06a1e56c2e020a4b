using ActorMft.Sftp.Protocol;

namespace ActorMft.Sftp.Client;

/// <summary>Writes the fields behind a request's id.</summary>
internal delegate void FieldWriter(ref SftpWriter writer);
