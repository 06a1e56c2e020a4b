using Cronos;

namespace ActorMft.Domain.Resources;

/// <summary>When something runs by itself: every so often, or at the times of a cron expression.</summary>
public sealed record Schedule
{
    private const int FieldsWithoutSeconds = 5;

    /// <summary>The time from one start to the next; a run that takes longer delays the next one.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>Five fields (minute, hour, day of month, month, day of week), or six with seconds in front.</summary>
    public string? Cron { get; init; }

    /// <summary>
    /// Of the times in <see cref="Cron"/>: an IANA name such as <c>Europe/Berlin</c>. Default UTC. A time that a clock change skips comes right
    /// after the change; one that it repeats comes once, unless the expression means intervals.
    /// </summary>
    public string? TimeZone { get; init; }

    /// <summary>The first time after a moment; null if there is none any more.</summary>
    /// <param name="lastStart">When it ran last, if it ever did.</param>
    public DateTimeOffset? Next(DateTimeOffset now, DateTimeOffset? lastStart)
    {
        if (Every is { } every)
        {
            var next = lastStart + every;
            return next > now ? next : now;
        }

        return Cron is null ? null : ParseCron(Cron).GetNextOccurrence(now, FindTimeZone(TimeZone) ?? TimeZoneInfo.Utc);
    }

    /// <exception cref="CronFormatException">It isn't a cron expression.</exception>
    internal static CronExpression ParseCron(string text) => CronExpression.Parse(
        text, text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length > FieldsWithoutSeconds ? CronFormat.IncludeSeconds : CronFormat.Standard);

    /// <summary>The zone of an IANA name; UTC for null, null when there is none of that name.</summary>
    internal static TimeZoneInfo? FindTimeZone(string? name) =>
        name is null ? TimeZoneInfo.Utc : TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
