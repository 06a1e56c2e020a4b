using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Client;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Authentication;

/// <summary>
/// The client's side of user authentication (RFC 4252): its keys one after the other, then the password, by the method
/// password or, where the server has only that, keyboard-interactive. A server that wants more after a partial success gets
/// whatever it hasn't accepted yet.
/// </summary>
internal sealed partial class ClientAuthentication(SshTransport transport, SshClientOptions options, ILogger logger)
{
    /// <summary>Rounds of questions in keyboard-interactive.</summary>
    private const int MaxRounds = 4;

    private readonly HashSet<SshPublicKey> _acceptedKeys = [];
    private readonly HashSet<string> _acceptedMethods = [];
    private IEnumerator<(SshPrivateKey Key, string Algorithm)>? _candidates;
    private SshPublicKey? _key;
    private string _algorithm = string.Empty;
    private readonly List<string> _tried = [];
    private IReadOnlyList<string>? _methods;
    private bool _isPasswordTried;
    private string _method = "none";
    private int _rounds;

    /// <summary>Sends the first request.</summary>
    public void Start() => TryNext();

    /// <summary>Handles an answer.</summary>
    /// <returns>Whether the user is authenticated.</returns>
    /// <exception cref="SshException"><see cref="SshFailure.AuthenticationFailed"/>: nothing is left to try.</exception>
    public bool Handle(SshMessage message, ReadOnlySpan<byte> payload)
    {
        var reader = new SshReader(payload[1..]);
        switch (message)
        {
            case SshMessage.UserAuthSuccess:
                Log.Accepted(logger, transport.Id, options.UserName, _method);
                if (_method == "publickey")
                {
                    transport.NoteSignature(_algorithm);
                }

                return true;
            case SshMessage.UserAuthFailure:
                _methods = reader.ReadNameList();
                if (reader.ReadBoolean())
                {
                    OnPartialSuccess();
                }

                TryNext();
                return false;
            case SshMessage.UserAuthBanner:
                Log.Banner(logger, transport.Id, DisconnectMessage.Printable(reader.ReadString()));
                return false;
            case SshMessage.UserAuthMethod60 when _method == "keyboard-interactive":
                Answer(ref reader);
                return false;
            case SshMessage.UserAuthMethod60 when _method == "password":
                throw Fail($"The server wants the password of '{options.UserName}' to be changed first.");
            default:
                throw SshException.Protocol($"Message {(byte)message} does not answer the method {_method}.");
        }
    }

    private static SshException Fail(string message) =>
        new(SshFailure.AuthenticationFailed, SshDisconnectReason.NoMoreAuthenticationMethodsAvailable, message);

    /// <summary>What was refused before may count now, as servers may insist on an order. Each success uses something up, so this ends.</summary>
    private void OnPartialSuccess()
    {
        _tried[^1] += " (accepted, but not enough)";
        if (_method == "publickey")
        {
            _acceptedKeys.Add(_key!);
            transport.NoteSignature(_algorithm);
        }
        else
        {
            _acceptedMethods.Add(_method);
        }

        _candidates = null;
        _isPasswordTried = false;
        _rounds = 0;
    }

    private void TryNext()
    {
        _candidates ??= Candidates().GetEnumerator();
        if (IsWorthTrying("publickey") && _candidates.MoveNext())
        {
            (SshPrivateKey key, _algorithm) = _candidates.Current;
            _key = key.PublicKey;
            Send("publickey", $"key {_key.Fingerprint}", UserAuthMessages.PublicKey(options.UserName, key, _algorithm, transport.Exchange.SessionId));
            return;
        }

        if (options.Password is { } password && !_isPasswordTried && IsWorthTrying("password"))
        {
            _isPasswordTried = true;
            Send("password", "password", UserAuthMessages.Password(options.UserName, password));
        }
        else if (options.Password is not null && !_isPasswordTried && IsWorthTrying("keyboard-interactive"))
        {
            // The same password once more would only count as another failure.
            _isPasswordTried = true;
            Send("keyboard-interactive", "keyboard-interactive", UserAuthMessages.KeyboardInteractive(options.UserName));
        }
        else if (_methods is null)
        {
            Send("none", "none", UserAuthMessages.None(options.UserName));
        }
        else
        {
            throw Fail(
                $"The server did not accept '{options.UserName}': tried {string.Join(", ", _tried.DefaultIfEmpty("nothing"))}; "
                + $"it accepts {string.Join(", ", _methods.DefaultIfEmpty("nothing more"))}.");
        }
    }

    /// <summary>Before the first answer the server's methods aren't known; keyboard-interactive then waits.</summary>
    private bool IsWorthTrying(string method) =>
        !_acceptedMethods.Contains(method) && (_methods is null ? method != "keyboard-interactive" : _methods.Contains(method));

    /// <summary>The keys that weren't accepted yet, each with the algorithms to try.</summary>
    private IEnumerable<(SshPrivateKey Key, string Algorithm)> Candidates()
    {
        foreach (SshPrivateKey key in options.Keys)
        {
            if (_acceptedKeys.Contains(key.PublicKey))
            {
                continue;
            }

            string[] algorithms = AlgorithmsFor(key.PublicKey);
            if (algorithms.Length == 0)
            {
                _tried.Add($"key {key.PublicKey.Fingerprint} ({WhyNot(key.PublicKey)})");
            }

            foreach (string algorithm in algorithms)
            {
                yield return (key, algorithm);
            }
        }
    }

    /// <summary>
    /// The best of the key's algorithms that are offered and that the server verifies, or the best one if the server didn't say; and the
    /// legacy one, where it is offered: servers name what they could verify, not what they accept.
    /// </summary>
    private string[] AlgorithmsFor(SshPublicKey key)
    {
        IReadOnlyList<string>? verified = transport.PeerSignatureAlgorithms;
        string[] fitting = [.. OfferedFor(key).Where(algorithm => verified?.Contains(algorithm) ?? true)];
        string? best = fitting.FirstOrDefault(algorithm => !LegacyAlgorithms.Contains(algorithm));
        return [.. fitting.Where(algorithm => algorithm == best || LegacyAlgorithms.Contains(algorithm))];
    }

    private IEnumerable<string> OfferedFor(SshPublicKey key) => transport.Offer.UserKeys.Where(key.Supports);

    private string WhyNot(SshPublicKey key) => OfferedFor(key).Any()
        ? $"the server does not verify {key.KeyType}"
        : $"not used: the algorithms for user keys are {string.Join(", ", transport.Offer.UserKeys)}";

    private void Send(string method, string description, byte[] request)
    {
        _method = method;
        _tried.Add(description);
        transport.Output.Send(request);
    }

    /// <summary>INFO_REQUEST (RFC 4256, section 3.2): string name, string instruction, string language, uint32 count, then string prompt, boolean echo for each.</summary>
    private void Answer(ref SshReader reader)
    {
        reader.ReadString();
        reader.ReadString();
        reader.ReadString();
        uint count = reader.ReadUInt32();
        if (count > 1 || ++_rounds > MaxRounds)
        {
            throw Fail($"The server asks '{options.UserName}' for more than a password.");
        }

        if (count == 1)
        {
            reader.ReadString();
            reader.ReadBoolean();
        }

        transport.Output.Send(UserAuthMessages.InfoResponse(count == 1 ? [options.Password!] : []));
    }
}
