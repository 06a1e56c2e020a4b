using ActorMft.Sftp.Protocol;
using Microsoft.Extensions.Logging;

namespace ActorMft.Sftp.Server;

/// <summary>What a session logs.</summary>
internal sealed partial class SftpServerLog(ILogger logger)
{
    private readonly ILogger _logger = logger;

    [LoggerMessage(2001, LogLevel.Debug, "{Type} refused with {Status}: {Sentence}")]
    public partial void Refused(PacketType type, SftpStatus status, string sentence);

    [LoggerMessage(2002, LogLevel.Error, "{Type} failed unexpectedly")]
    public partial void Failed(Exception exception, PacketType type);
}
