using System.Security.Cryptography;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Transport;

/// <summary>
/// SSH_MSG_KEXINIT (RFC 4253, section 7.1):
/// <code>
/// byte         20
/// byte[16]     cookie
/// name-list    kex_algorithms
/// name-list    server_host_key_algorithms
/// name-list    encryption_algorithms_client_to_server
/// name-list    encryption_algorithms_server_to_client
/// name-list    mac_algorithms_client_to_server
/// name-list    mac_algorithms_server_to_client
/// name-list    compression_algorithms_client_to_server
/// name-list    compression_algorithms_server_to_client
/// name-list    languages_client_to_server
/// name-list    languages_server_to_client
/// boolean      first_kex_packet_follows
/// uint32       0
/// </code>
/// </summary>
internal sealed record KeyExchangeInit
{
    public const string ExtensionInfoClient = "ext-info-c";
    public const string ExtensionInfoServer = "ext-info-s";
    public const string StrictClient = "kex-strict-c-v00@openssh.com";
    public const string StrictServer = "kex-strict-s-v00@openssh.com";

    public required IReadOnlyList<string> KeyExchanges { get; init; }

    public required IReadOnlyList<string> HostKeys { get; init; }

    public required IReadOnlyList<string> CiphersToServer { get; init; }

    public required IReadOnlyList<string> CiphersToClient { get; init; }

    public required IReadOnlyList<string> MacsToServer { get; init; }

    public required IReadOnlyList<string> MacsToClient { get; init; }

    public required IReadOnlyList<string> CompressionsToServer { get; init; }

    public required IReadOnlyList<string> CompressionsToClient { get; init; }

    public bool FirstPacketFollows { get; init; }

    public static KeyExchangeInit Read(ReadOnlySpan<byte> payload)
    {
        var reader = new SshReader(payload);
        reader.ReadByte();
        reader.ReadBytes(16);
        string[][] lists = new string[8][];
        for (int i = 0; i < lists.Length; i++)
        {
            lists[i] = reader.ReadNameList();
        }

        reader.ReadString(SshReader.MaxNameList);
        reader.ReadString(SshReader.MaxNameList);
        bool firstPacketFollows = reader.ReadBoolean();
        reader.ReadUInt32();
        reader.ExpectEnd();
        return new KeyExchangeInit
        {
            KeyExchanges = lists[0],
            HostKeys = lists[1],
            CiphersToServer = lists[2],
            CiphersToClient = lists[3],
            MacsToServer = lists[4],
            MacsToClient = lists[5],
            CompressionsToServer = lists[6],
            CompressionsToClient = lists[7],
            FirstPacketFollows = firstPacketFollows,
        };
    }

    /// <summary>Our own message, with a new cookie.</summary>
    /// <param name="offer">The algorithms.</param>
    /// <param name="isServer">Which markers to send.</param>
    /// <param name="isFirst">The strict marker only counts, and is only sent, in the first one.</param>
    public static byte[] Write(AlgorithmOffer offer, bool isServer, bool isFirst)
    {
        List<string> keyExchanges = [.. offer.KeyExchanges];
        if (isFirst)
        {
            keyExchanges.Add(isServer ? ExtensionInfoServer : ExtensionInfoClient);
            keyExchanges.Add(isServer ? StrictServer : StrictClient);
        }

        using var writer = new SshWriter(stackalloc byte[1024]);
        writer.WriteByte((byte)SshMessage.KeyExchangeInit);
        Span<byte> cookie = stackalloc byte[16];
        RandomNumberGenerator.Fill(cookie);
        writer.WriteBytes(cookie);
        writer.WriteNameList(keyExchanges);
        writer.WriteNameList(offer.HostKeys);
        writer.WriteNameList(offer.Ciphers);
        writer.WriteNameList(offer.Ciphers);
        writer.WriteNameList(offer.Macs);
        writer.WriteNameList(offer.Macs);
        writer.WriteString("none");
        writer.WriteString("none");
        writer.WriteString(string.Empty);
        writer.WriteString(string.Empty);
        writer.WriteBoolean(false);
        writer.WriteUInt32(0);
        return writer.ToArray();
    }
}
