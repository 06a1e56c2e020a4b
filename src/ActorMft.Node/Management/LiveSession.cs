namespace ActorMft.Node.Management;

/// <summary>A session at this moment.</summary>
/// <param name="BytesReceived">In uploads.</param>
/// <param name="BytesSent">In downloads.</param>
/// <param name="LastCommandAt">When the last SFTP command came in.</param>
/// <param name="Paths">Of open files.</param>
internal sealed record LiveSession(long BytesReceived, long BytesSent, DateTimeOffset LastCommandAt, IReadOnlyList<string> Paths);
