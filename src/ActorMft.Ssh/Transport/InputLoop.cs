namespace ActorMft.Ssh.Transport;

/// <summary>
/// Reads what the peer sends and has it handled, message by message in order. What has arrived is one batch: what it causes to be sent leaves
/// together.
/// </summary>
internal sealed class InputLoop(
    SshTransport transport, TransportSettings settings, PacketInput input, MessageDispatcher dispatcher, IConnectionHandler handler)
{
    private readonly PacketOutput _output = transport.Output;
    private readonly KeyExchanger _exchanger = transport.Exchange;
    private readonly CancellationToken _stopping = transport.Stopping;

    /// <summary>Runs until the connection ends; throws why it has to.</summary>
    public async Task RunAsync()
    {
        transport.OnIdentified(await VersionExchange.RunAsync(input, _output, settings.Ident, settings.IsServer, _stopping));
        _exchanger.Start();
        long sentBefore = 0;
        while (!_stopping.IsCancellationRequested)
        {
            await HandleArrived(out bool isAllHandled);
            if (_output.IsCongested)
            {
                await _output.WhenUncongested();
            }
            else if (isAllHandled)
            {
                long sent = _output.BytesSent;
                await input.FillAsync(sent - sentBefore, _stopping);
                sentBefore = sent;
            }
        }
    }

    /// <summary>Handles the packets that have arrived, up to one that has to be waited for.</summary>
    /// <param name="isAllHandled">There is no further one: more has to arrive.</param>
    private ValueTask HandleArrived(out bool isAllHandled)
    {
        isAllHandled = false;
        _output.Batch.Begin();
        try
        {
            while (!_output.IsCongested && !_stopping.IsCancellationRequested)
            {
                if (!input.TryReadPacket(out ReadOnlyMemory<byte> payload, mayOpenMore: !_exchanger.IsStarted))
                {
                    isAllHandled = true;
                    break;
                }

                _exchanger.CountReceived(payload.Length);
                ValueTask handling = dispatcher.DispatchAsync(payload);
                if (input.BytesSinceKeys >= settings.RekeyBytes && !_exchanger.IsFirst)
                {
                    _exchanger.Start();
                }

                if (!handling.IsCompletedSuccessfully)
                {
                    return handling;
                }
            }

            return default;
        }
        finally
        {
            if (input.Block is { } block)
            {
                handler.EndBatch(block);
            }

            _output.Batch.End();
        }
    }
}
