using System.Net;
using System.Text;
using ActorMft.Node.Sessions.Proxy;
using ActorMft.Node.Settings;

namespace ActorMft.Node.Tests.Sessions.Proxy;

public sealed class ProxyHeaderTests
{
    private const string Signature = "\r\n\r\n\0\r\nQUIT\n";

    [Theory]
    [InlineData("PROXY TCP4 192.0.2.7 10.0.0.1 56324 2222\r\n", "192.0.2.7:56324")]
    [InlineData("PROXY TCP6 2001:db8::7 2001:db8::1 65535 22\r\n", "[2001:db8::7]:65535")]
    [InlineData("PROXY UNKNOWN\r\n", null)]
    [InlineData("PROXY UNKNOWN ffff:f...f:ffff whatever 1 2\r\n", null)]
    [InlineData(Signature + "\x21\x11\0\x0c\xc0\0\x02\x07\x0a\0\0\x01\xdc\x04\x08\xae", "192.0.2.7:56324")]
    [InlineData(Signature + "\x21\x11\0\x10\xc0\0\x02\x07\x0a\0\0\x01\xdc\x04\x08\xae\x04\0\x01\0", "192.0.2.7:56324")]
    [InlineData(Signature + "\x21\x21\0\x24\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x07\x20\x01\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\x01\xff\xff\0\x16", "[2001:db8::7]:65535")]
    [InlineData(Signature + "\x20\0\0\0", null)]
    [InlineData(Signature + "\x21\x31\0\x0002ab", null)]
    public async Task Address_is_read_and_nothing_behind_the_header(string header, string? expected)
    {
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(header + "SSH-2.0-x\r\n"));

        (await ProxyHeader.ReadAsync(stream, CancellationToken.None))?.ToString().ShouldBe(expected);

        new StreamReader(stream).ReadToEnd().ShouldBe("SSH-2.0-x\r\n");
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_10.0\r\n", "begins without a PROXY header")]
    [InlineData("PROXY TCP4 192.0.2.7 10.0.0.1 65536 2222\r\n", "malformed")]
    [InlineData("PROXY TCP4 nobody 10.0.0.1 1 2222\r\n", "malformed")]
    [InlineData("PROXY TCP4 192.0.2.7\r\n", "malformed")]
    [InlineData("PROXY UNKNOWN 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890 1234567890\r\n", "malformed")]
    [InlineData(Signature + "\x11\x11\0\x000c123456789012", "malformed")]
    [InlineData(Signature + "\x21\x11\0\x04\xc0\0\x02\x07", "malformed")]
    [InlineData(Signature + "\x21\x11\xff\xff", "malformed")]
    [InlineData("PROXY TCP4 192.0", "ended the connection")]
    [InlineData(Signature + "\x21\x11\0\x0c\xc0", "ended the connection")]
    [InlineData("", "ended the connection")]
    public async Task Anything_else_is_refused(string header, string expected)
    {
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(header));

        (await Should.ThrowAsync<ProxyHeaderException>(ProxyHeader.ReadAsync(stream, CancellationToken.None))).Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("10.0.0.5, 10.1.0.0/24", "10.1.0.77", true)]
    [InlineData("10.0.0.5, 10.1.0.0/24", "10.0.0.6", false)]
    [InlineData("10.0.0.5", "::ffff:10.0.0.5", true)]
    [InlineData("fd00::/8", "fd00::1", true)]
    public void Only_the_named_are_believed(string setting, string from, bool expected)
    {
        TrustedProxies.TryParse(setting, out var proxies).ShouldBeTrue();
        proxies.Contains(new IPEndPoint(IPAddress.Parse(from), 1)).ShouldBe(expected);
        TrustedProxies.None.Contains(new IPEndPoint(IPAddress.Parse(from), 1)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("everybody")]
    [InlineData("10.0.0.5/33")]
    [InlineData("10.0.0.5,")]
    public void Wrong_setting_is_refused(string setting) => TrustedProxies.TryParse(setting, out _).ShouldBeFalse();
}
