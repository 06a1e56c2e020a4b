using ActorMft.Ssh;
using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Transport;

namespace ActorMft.Fuzz.Tests.Targets;

/// <summary>Group exchange: what a client asks for, and the group that a server names, by the first byte.</summary>
internal sealed class GroupTarget : FuzzTarget
{
    public GroupTarget()
    {
        using var client = new GroupExchange();
        using var server = new GroupExchange();
        var request = client.CreateRequest();
        Seeds = [request, server.AnswerRequest(request)];
    }

    public override string Name => "kex-group";

    public override IReadOnlyList<byte[]> Seeds { get; }

    // A group of 8192 bits takes tens of milliseconds.
    public override int Turn => 4;

    public override Task<string> RunAsync(byte[] input)
    {
        if (input.Length == 0)
        {
            return Task.FromResult("nothing");
        }

        using var exchange = new GroupExchange();
        try
        {
            if (input[0] == (byte)SshMessage.GroupExchangeRequest)
            {
                _ = exchange.AnswerRequest(input);
                return Task.FromResult("answered");
            }

            _ = exchange.CreateRequest();
            exchange.TakeGroup(input);
            _ = exchange.CreateClientInit();
            return Task.FromResult("taken");
        }
        catch (SshException refusal)
        {
            return Task.FromResult(Refused(refusal));
        }
    }
}
