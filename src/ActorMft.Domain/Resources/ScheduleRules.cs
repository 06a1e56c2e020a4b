using ActorMft.Domain.Json;
using Cronos;

namespace ActorMft.Domain.Resources;

/// <summary>What a schedule must satisfy.</summary>
internal static class ScheduleRules
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    public static void Check(Schedule schedule, string path, ProblemList problems)
    {
        if (schedule.Every is null == schedule.Cron is null)
        {
            problems.Add(path, null, "every or cron, one of the two");
            return;
        }

        if (schedule.Every is { } every)
        {
            problems.Require($"{path}.every", Duration.Format(every), every >= Shortest && every <= Longest, "1s to 366d");
            problems.Require($"{path}.timeZone", schedule.TimeZone, schedule.TimeZone is null, "no timeZone: it is for cron");
            return;
        }

        CheckCron(schedule.Cron!, path, problems);
        problems.Require($"{path}.timeZone", schedule.TimeZone, Schedule.FindTimeZone(schedule.TimeZone) is not null, ZoneAllowed(schedule.TimeZone));
    }

    private static void CheckCron(string cron, string path, ProblemList problems)
    {
        try
        {
            if (Schedule.ParseCron(cron).GetNextOccurrence(DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc) is null)
            {
                problems.Add($"{path}.cron", cron, "a cron expression that comes true some day");
            }
        }
        catch (CronFormatException exception)
        {
            problems.Add($"{path}.cron", cron, $"a cron expression such as */5 * * * * (minute, hour, day, month, day of week; seconds in front if there are six): {exception.Message}");
        }
    }

    private static string ZoneAllowed(string? name)
    {
        const string Allowed = "a time zone of this machine (its tzdata) such as Europe/Berlin";
        var near = name is null ? null : TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).FirstOrDefault(id => Spelling.IsNear(id, name));
        return near is null ? Allowed : $"{Allowed}; did you mean {near}?";
    }
}
