using ActorMft.Sftp;

namespace ActorMft.Node.Delivery;

/// <summary>A file operation that was refused, as a sentence: the step, the cause and what to do.</summary>
internal static class Refusal
{
    /// <param name="step">What was done, with the path in quotes.</param>
    /// <param name="place">The endpoint.</param>
    public static DeliveryException Of(string step, string place, SftpException refusal) => new(
        $"{step} at {place} failed: {CauseOf(step, refusal)}",
        isTransient: refusal.Status != SftpStatus.PermissionDenied,
        refusal);

    private static string CauseOf(string step, SftpException refusal)
    {
        // The path that is refused comes first; the step has it already.
        var colon = refusal.Message.LastIndexOf(": ", StringComparison.Ordinal);
        var cause = colon > 0 && step.Contains($"'{refusal.Message[..colon]}'", StringComparison.Ordinal) ? refusal.Message[(colon + 2)..] : refusal.Message;
        return refusal.Status switch
        {
            SftpStatus.PermissionDenied => $"{cause.TrimEnd('.')}. Allow it there, then retry the transfer.",
            SftpStatus.Failure when cause is "Failure" => "the server gives no reason. A full disk, a used-up quota and a name that it can't hold are the usual ones.",
            _ => cause,
        };
    }
}
