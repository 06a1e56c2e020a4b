using ActorMft.Sftp;

namespace ActorMft.Node.Delivery;

/// <summary>A file operation that was refused, as a sentence: the step, the cause and what to do.</summary>
internal static class Refusal
{
    /// <param name="step">What was done, with the path in quotes.</param>
    /// <param name="place">The endpoint.</param>
    public static DeliveryException Of(string step, string place, SftpException refusal) => new(
        $"{step} at {place} failed: {CauseOf(step, refusal)}",
        isTransient: refusal.Status is not (SftpStatus.PermissionDenied or SftpStatus.BadMessage),
        refusal);

    /// <summary>What a server said when it refused a file, and what to do.</summary>
    /// <param name="again">How it is tried again.</param>
    public static string Explain(SftpException refusal, string again) => Explain(refusal, refusal.Message, again);

    private static string CauseOf(string step, SftpException refusal)
    {
        // The path that is refused comes first; the step has it already.
        var colon = refusal.Message.LastIndexOf(": ", StringComparison.Ordinal);
        var cause = colon > 0 && step.Contains($"'{refusal.Message[..colon]}'", StringComparison.Ordinal) ? refusal.Message[(colon + 2)..] : refusal.Message;
        return Explain(refusal, cause, "retry the transfer");
    }

    private static string Explain(SftpException refusal, string cause, string again) => refusal.Status switch
    {
        SftpStatus.PermissionDenied => $"{cause.TrimEnd('.')}. Allow it there, then {again}.",

        // OpenSSH's word for EINVAL and ENAMETOOLONG.
        SftpStatus.BadMessage => $"{cause.TrimEnd('.')}. That is usually a name that the server can't hold: too long, or with characters that it doesn't take. Have the file, or the directory, named otherwise, then {again}.",
        SftpStatus.Failure when cause.EndsWith("Failure.", StringComparison.Ordinal) || cause is "Failure" => "the server gives no reason. A full disk, a used-up quota and a name that it can't hold are the usual ones.",
        _ => cause,
    };
}
