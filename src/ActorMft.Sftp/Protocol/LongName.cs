using System.Globalization;

namespace ActorMft.Sftp.Protocol;

/// <summary>Lines as <c>ls -l</c> writes them; clients parse them.</summary>
internal static class LongName
{
    private const string Types = "?pc?d?b?-?l?s???";
    private static readonly TimeSpan Recent = TimeSpan.FromDays(182);

    /// <summary><c>-rw-r--r--    1 1000     1000         4096 Jan 31 09:05 name</c>; the year instead of the time when half a year away.</summary>
    public static string Format(string name, in SftpAttributes attributes, DateTimeOffset now, TimeZoneInfo zone)
    {
        var time = TimeZoneInfo.ConvertTime(attributes.ModifiedAt ?? DateTimeOffset.UnixEpoch, zone);
        var format = (now - time).Duration() < Recent ? "MMM dd HH:mm" : "MMM dd  yyyy";
        Span<char> mode = stackalloc char[10];
        WriteMode(mode, attributes.Mode ?? 0);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{mode}    1 {attributes.UserId ?? 0,-8} {attributes.GroupId ?? 0,-8} {attributes.Size ?? 0,8} {time.ToString(format, CultureInfo.InvariantCulture)} {name}");
    }

    private static void WriteMode(Span<char> text, uint mode)
    {
        text[0] = Types[(int)(mode >> 12) & 0xF];
        for (var i = 0; i < 9; i++)
        {
            text[i + 1] = (mode & (0x100u >> i)) != 0 ? "rwx"[i % 3] : '-';
        }
    }
}
