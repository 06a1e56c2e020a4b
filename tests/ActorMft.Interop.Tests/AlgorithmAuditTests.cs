using System.Text.RegularExpressions;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>What <c>ssh-audit</c> finds in the algorithms that a node offers.</summary>
public sealed partial class AlgorithmAuditTests
{
    /// <summary>This is the counter-measure against Terrapin; older versions of the auditor don't know it.</summary>
    private const string StrictKeyExchange = "kex-strict-s-v00@openssh.com";

    /// <summary>Newer versions of the auditor object to its 2,048 bits.</summary>
    private const string Group14 = "diffie-hellman-group14-sha256";

    [Fact]
    public async Task Auditor_objects_to_what_older_clients_need_and_to_nothing_else() =>
        (await FindingsAsync([])).Where(static name => name != Group14).ShouldBe(
            [
                "ecdh-sha2-nistp256", "ecdh-sha2-nistp384", "ecdh-sha2-nistp521",
                "ecdsa-sha2-nistp256",
                "hmac-sha2-256", "hmac-sha2-512",
            ],
            ignoreOrder: true);

    [Fact]
    public async Task Auditor_objects_to_nothing_with_the_strict_settings_of_the_documentation() =>
        (await FindingsAsync(new()
        {
            ["ACTORMFT__SFTP__ALGORITHMS__KEYEXCHANGES"] = "-ecdh-*,diffie-hellman-group14-*",
            ["ACTORMFT__SFTP__ALGORITHMS__HOSTKEYS"] = "-ecdsa-*",
            ["ACTORMFT__SFTP__ALGORITHMS__MACS"] = "-hmac-sha2-256,hmac-sha2-512",
        })).ShouldBeEmpty();

    private static async Task<IReadOnlyList<string>> FindingsAsync(Dictionary<string, string> settings)
    {
        using var workspace = new Workspace();
        await using var node = new NodeProcess(NodeSite.Alone(workspace.Folder("node")) with { Environment = settings });
        await node.StartAsync();
        var audit = await ProcessRun.OfAsync("ssh-audit", ["--no-colors", "--port", $"{node.SftpPort}", "127.0.0.1"]);
        audit.Output.ShouldContain("(gen) banner: SSH-2.0-ActorMft");
        return [.. Finding().Matches(audit.Output).Select(static match => match.Groups["name"].Value).Distinct().Where(static name => name != StrictKeyExchange)];
    }

    [GeneratedRegex(@"^\((?:kex|key|enc|mac)\) (?<name>\S+)[^\n]*(?:\n\s+`-[^\n]*)*?\[(?:fail|warn)\]", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Finding();
}
