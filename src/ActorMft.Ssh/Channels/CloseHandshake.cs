using ActorMft.Ssh.Transport;

namespace ActorMft.Ssh.Channels;

/// <summary>
/// How far a channel has come towards its end (RFC 4254, section 5.3): each side sends CLOSE once, and whoever serves the channel closes it too.
/// What a channel sends goes through here, so that nothing follows its CLOSE.
/// </summary>
internal sealed class CloseHandshake(PacketOutput connection)
{
    private readonly Lock _gate = new();
    private bool _isSent;
    private bool _isReceived;
    private bool _isServed;
    private bool _isClosedHere;

    /// <summary>Whether both sides have sent CLOSE.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
            {
                return _isSent && _isReceived;
            }
        }
    }

    /// <summary>
    /// Whether nothing is left of the channel: it is over, and whoever serves it has closed it too. A client closes a channel faster than
    /// what it started there ends, and could otherwise have any number of them at work.
    /// </summary>
    public bool IsFree
    {
        get
        {
            lock (_gate)
            {
                return _isSent && _isReceived && (_isClosedHere || !_isServed);
            }
        }
    }

    /// <summary>The exit status that goes before CLOSE.</summary>
    public uint? ExitStatus { get; private set; }

    /// <summary>From here on, somebody serves the channel and has to close it.</summary>
    public void BeginService()
    {
        lock (_gate)
        {
            _isServed = true;
        }
    }

    /// <summary>Whoever serves or uses the channel closes it. False if that was before.</summary>
    public bool TryClose(uint? exitStatus)
    {
        lock (_gate)
        {
            if (_isClosedHere)
            {
                return false;
            }

            _isClosedHere = true;
            ExitStatus = exitStatus;
            return true;
        }
    }

    /// <exception cref="SshException">The peer's second CLOSE.</exception>
    public void Receive()
    {
        lock (_gate)
        {
            if (_isReceived)
            {
                throw SshException.Protocol("The peer closed a channel twice.");
            }

            _isReceived = true;
        }
    }

    /// <summary>The connection has ended: nothing is sent or comes any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isSent = true;
            _isReceived = true;
        }
    }

    /// <summary>Sends a message unless CLOSE was sent.</summary>
    public void Send(ReadOnlySpan<byte> payload)
    {
        lock (_gate)
        {
            if (!_isSent)
            {
                connection.Send(payload);
            }
        }
    }

    /// <summary>Sends CLOSE, once.</summary>
    /// <param name="recipient">The peer's number of the channel.</param>
    public void SendClose(uint recipient)
    {
        lock (_gate)
        {
            if (!_isSent)
            {
                connection.Send(ChannelMessages.Of(SshMessage.ChannelClose, recipient));
                _isSent = true;
            }
        }
    }
}
