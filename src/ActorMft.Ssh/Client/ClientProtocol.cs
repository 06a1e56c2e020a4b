using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Client;

/// <summary>What a client does with messages: the service request, then authentication, then channels.</summary>
internal sealed class ClientProtocol(SshTransport transport, ClientAuthentication authentication, ConnectionProtocol connection) : IConnectionHandler
{
    private readonly TaskCompletionSource _authenticated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the login; faults with the connection's end before it.</summary>
    public Task Authenticated => _authenticated.Task;

    public ConnectionProtocol Connection => connection;

    public void OnKeysExchanged() =>
        transport.Output.Send(UserAuthMessages.Service(SshMessage.ServiceRequest, UserAuthMessages.AuthenticationService));

    public ValueTask HandleAsync(SshMessage message, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (message >= SshMessage.GlobalRequest)
        {
            connection.Handle(message, payload);
        }
        else if (message == SshMessage.ServiceAccept)
        {
            var reader = new SshReader(payload.Span[1..]);
            reader.ReadName();
            transport.Phase = SshPhase.Authentication;
            authentication.Start();
        }
        else if (authentication.Handle(message, payload.Span))
        {
            transport.Phase = SshPhase.Running;
            _authenticated.TrySetResult();
        }

        return default;
    }

    public void EndBatch(InputBlock block) => connection.EndBatch(block);

    public void OnEnded(SshException failure)
    {
        if (_authenticated.TrySetException(failure.Again()))
        {
            // Whoever waits sees it; nobody has to.
            _ = _authenticated.Task.Exception;
        }

        connection.End(failure);
    }
}
