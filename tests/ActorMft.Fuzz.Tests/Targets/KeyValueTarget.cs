using ActorMft.Ssh;
using ActorMft.Ssh.Algorithms;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>The peer's public value in one method of key exchange, on both sides.</summary>
internal sealed class KeyValueTarget : FuzzTarget
{
    private readonly string _method;

    public KeyValueTarget(string method)
    {
        _method = method;
        using var client = SshAlgorithms.CreateKeyExchange(method);
        using var server = SshAlgorithms.CreateKeyExchange(method);
        var clientValue = client.CreateClientInit();
        Seeds = [clientValue, server.RespondAsServer(clientValue).ServerValue, [], new byte[clientValue.Length], [.. Enumerable.Repeat((byte)0xFF, clientValue.Length)]];
    }

    public override string Name => "kex-" + _method;

    public override IReadOnlyList<byte[]> Seeds { get; }

    // The larger groups take milliseconds.
    public override int Turn => _method.StartsWith("diffie", StringComparison.Ordinal) ? 4 : 100;

    public override Task<string> RunAsync(byte[] input) => Task.FromResult($"{Respond(input)} {Finish(input)}");

    private string Respond(byte[] input)
    {
        using var server = SshAlgorithms.CreateKeyExchange(_method);
        try
        {
            _ = server.RespondAsServer(input);
            return "responded";
        }
        catch (SshException refusal)
        {
            return Refused(refusal);
        }
    }

    private string Finish(byte[] input)
    {
        using var client = SshAlgorithms.CreateKeyExchange(_method);
        _ = client.CreateClientInit();
        try
        {
            _ = client.FinishAsClient(input);
            return "finished";
        }
        catch (SshException refusal)
        {
            return Refused(refusal);
        }
    }
}
