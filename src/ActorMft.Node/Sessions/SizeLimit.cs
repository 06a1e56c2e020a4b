using ActorMft.Domain.Json;
using ActorMft.Domain.Resources;
using ActorMft.Sftp;

namespace ActorMft.Node.Sessions;

/// <summary>How large a file may be in a space inbox (<c>inbox.maxFileSize</c> of its flow).</summary>
internal sealed record SizeLimit(ByteSize Most, string Flow)
{
    /// <summary>The strictest limit of the flows that a path is for; null when none has one.</summary>
    public static SizeLimit? For(IEnumerable<FlowSpec> flows) => flows
        .Where(flow => flow.Inbox is not null)
        .Select(flow => new SizeLimit(flow.Inbox!.MaxFileSize, $"{flow.Organization}/{flow.Name}"))
        .MinBy(limit => limit.Most.Bytes);

    /// <param name="size">In bytes.</param>
    public bool Allows(long size) => size <= Most.Bytes;

    /// <exception cref="SftpException">The file is larger; the message says what the limit is and who can raise it.</exception>
    public void Require(long size)
    {
        if (!Allows(size))
        {
            throw new SftpException(
                SftpStatus.Failure,
                $"The file is too large: this inbox takes files of up to {Most}. It is not accepted; send it in parts, or ask the operator to raise inbox.maxFileSize of the flow {Flow}.");
        }
    }
}
