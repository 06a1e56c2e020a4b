using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;

namespace ActorMft.Ssh.Server;

/// <summary>What a server does with messages: the service request, then authentication, then channels.</summary>
internal sealed class ServerProtocol(SshTransport transport, ServerAuthentication authentication, ConnectionProtocol connection, Action<SshException> onEnded) : IConnectionHandler
{
    private readonly TaskCompletionSource _authenticated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the login; faults with the connection's end before it.</summary>
    public Task Authenticated => _authenticated.Task;

    public void OnKeysExchanged()
    {
        // The client speaks first.
    }

    public ValueTask HandleAsync(SshMessage message, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case SshMessage.ServiceRequest:
                HandleServiceRequest(payload.Span);
                return default;
            case SshMessage.UserAuthRequest or SshMessage.UserAuthInfoResponse:
                return AuthenticateAsync(message, payload, cancellationToken);
            default:
                connection.Handle(message, payload);
                return default;
        }
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
        onEnded(failure);
    }

    private void HandleServiceRequest(ReadOnlySpan<byte> payload)
    {
        var reader = new SshReader(payload[1..]);
        string service = reader.ReadName();
        if (service != UserAuthMessages.AuthenticationService)
        {
            throw new SshException(
                SshFailure.Protocol, SshDisconnectReason.ServiceNotAvailable, $"The service '{service}' is not available here.");
        }

        transport.Phase = SshPhase.Authentication;
        transport.Output.Send(UserAuthMessages.Service(SshMessage.ServiceAccept, service));
    }

    private async ValueTask AuthenticateAsync(SshMessage message, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (await authentication.HandleAsync(message, payload, cancellationToken))
        {
            transport.Phase = SshPhase.Running;
            transport.Output.Send([(byte)SshMessage.UserAuthSuccess]);
            _authenticated.TrySetResult();
        }
    }
}
