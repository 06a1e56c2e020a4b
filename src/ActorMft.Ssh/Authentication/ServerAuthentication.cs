using ActorMft.Ssh.Server;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Authentication;

/// <summary>
/// The server's side of user authentication (RFC 4252): none, publickey, password, and keyboard-interactive (RFC 4256), which
/// carries the password too. A query for a key proves nothing; only a signature over this session's id does. Failures are
/// answered after the same minimum time, whatever made them fail. Whoever has to prove more than one thing may do so in any order,
/// because clients differ in what they try first; until something is proved, everybody is offered the same methods.
/// </summary>
internal sealed partial class ServerAuthentication(
    SshTransport transport,
    SshServerOptions options,
    ISshAuthenticator authenticator,
    Func<string, SshLogin> createLogin,
    ILogger logger,
    TimeProvider timeProvider)
{
    private const string KeyboardInteractive = "keyboard-interactive";

    /// <summary>Messages of any kind, accepted queries included. More than any agent holds keys.</summary>
    private const int MaxRequests = 128;

    private const int MaxUserName = 1024;
    private const int MaxPassword = 4096;

    private int _requests;
    private int _failures;
    private bool _isBannerSent;
    private bool _isPasswordAsked;
    private SshMethods _missing = SshMethods.Any;

    /// <summary>Who tries to log in; set by the first request.</summary>
    public SshLogin? Login { get; private set; }

    /// <summary>What the user has proved.</summary>
    public SshProof Proof { get; private set; } = SshProof.None;

    private string[] Methods =>
    [
        .. _missing.HasFlag(SshMethods.PublicKey) ? ["publickey"] : Array.Empty<string>(),
        .. _missing.HasFlag(SshMethods.Password) ? ["password", KeyboardInteractive] : Array.Empty<string>(),
    ];

    /// <summary>Handles USERAUTH_REQUEST or INFO_RESPONSE and answers it, except for a success: that is the caller's to send.</summary>
    /// <returns>Whether the user is authenticated.</returns>
    public async ValueTask<bool> HandleAsync(SshMessage message, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        long started = timeProvider.GetTimestamp();
        if (++_requests > MaxRequests)
        {
            throw Fail($"More than {MaxRequests} authentication requests.");
        }

        string method;
        UserAuthOutcome outcome;
        if (message == SshMessage.UserAuthInfoResponse)
        {
            method = KeyboardInteractive;
            outcome = await CheckAsync(TryAnswerAsync(payload[1..], cancellationToken), cancellationToken);
        }
        else
        {
            UserAuthRequest request = Begin(payload);
            method = request.Method;
            outcome = await CheckAsync(TryAsync(request, cancellationToken), cancellationToken);
        }

        switch (outcome)
        {
            case UserAuthOutcome.Accepted:
                Log.Accepted(logger, transport.Id, Login!.UserName, Login.RemoteEndPoint, Proof);
                return true;
            case UserAuthOutcome.PartlyAccepted:
                Log.PartlyAccepted(logger, transport.Id, Login!.UserName, Login.RemoteEndPoint, Proof, _missing);
                transport.Output.Send(UserAuthMessages.Failure(Methods, isPartialSuccess: true));
                return false;
            case UserAuthOutcome.KeyOk or UserAuthOutcome.Asked:
                return false;
            default:
                await RefuseAsync(method, started, cancellationToken);
                return false;
        }
    }

    private static SshException Fail(string message) => new(
        SshFailure.AuthenticationFailed, SshDisconnectReason.NoMoreAuthenticationMethodsAvailable, message);

    /// <summary>Reads a request; it takes the place of one that is still open (RFC 4256, section 3.1).</summary>
    private UserAuthRequest Begin(ReadOnlyMemory<byte> payload)
    {
        UserAuthRequest request = UserAuthRequest.Read(payload, MaxUserName);
        _isPasswordAsked = false;
        Login ??= createLogin(request.UserName);
        if (request.UserName != Login.UserName || request.Service != UserAuthMessages.ConnectionService)
        {
            throw SshException.Protocol("The user or the service was changed between two authentication requests.");
        }

        if (options.Banner is { } banner && !_isBannerSent)
        {
            _isBannerSent = true;
            transport.Output.Send(UserAuthMessages.Banner(banner));
        }

        return request;
    }

    private async ValueTask<UserAuthOutcome> CheckAsync(ValueTask<UserAuthOutcome> check, CancellationToken cancellationToken)
    {
        try
        {
            return await check;
        }
        catch (Exception e) when (e is not SshException && !cancellationToken.IsCancellationRequested)
        {
            Log.Unavailable(logger, transport.Id, e);
            throw new SshException(
                SshFailure.Closed, SshDisconnectReason.ServiceNotAvailable, "Logins can't be checked at the moment. Try again later.");
        }
    }

    private async ValueTask<UserAuthOutcome> TryAsync(UserAuthRequest request, CancellationToken cancellationToken) => request.Method switch
    {
        "password" when _missing.HasFlag(SshMethods.Password) => await TryPasswordAsync(ReadPassword(request.Fields.Span), cancellationToken),
        "publickey" when _missing.HasFlag(SshMethods.PublicKey) => await TryPublicKeyAsync(request, cancellationToken),
        KeyboardInteractive when _missing.HasFlag(SshMethods.Password) => AskPassword(),
        _ => UserAuthOutcome.Refused,
    };

    private UserAuthOutcome AskPassword()
    {
        _isPasswordAsked = true;
        transport.Output.Send(UserAuthMessages.PasswordPrompt());
        return UserAuthOutcome.Asked;
    }

    private async ValueTask<UserAuthOutcome> TryAnswerAsync(ReadOnlyMemory<byte> fields, CancellationToken cancellationToken)
    {
        if (!_isPasswordAsked)
        {
            throw SshException.Protocol("An INFO_RESPONSE came, but nothing was asked.");
        }

        _isPasswordAsked = false;
        return await TryPasswordAsync(ReadAnswer(fields.Span), cancellationToken);
    }

    private async ValueTask<UserAuthOutcome> TryPasswordAsync(string? password, CancellationToken cancellationToken) =>
        password is not null && await authenticator.VerifyPasswordAsync(Login!, password, cancellationToken)
            ? await AddAsync(Proof with { HasPassword = true }, cancellationToken)
            : UserAuthOutcome.Refused;

    private async ValueTask<UserAuthOutcome> AddAsync(SshProof proof, CancellationToken cancellationToken)
    {
        Proof = proof;
        _missing = await authenticator.MissingAsync(Login!, proof, cancellationToken);
        return _missing == SshMethods.None ? UserAuthOutcome.Accepted : UserAuthOutcome.PartlyAccepted;
    }

    /// <summary>uint32 count, string response for each (RFC 4256, section 3.4).</summary>
    /// <returns>Null for another number of responses than was asked for, which is refused.</returns>
    private static string? ReadAnswer(ReadOnlySpan<byte> fields)
    {
        var reader = new SshReader(fields);
        if (reader.ReadUInt32() != 1)
        {
            return null;
        }

        string password = reader.ReadUtf8(MaxPassword);
        reader.ExpectEnd();
        return password;
    }

    /// <returns>Null for a request to change the password, which is refused.</returns>
    private static string? ReadPassword(ReadOnlySpan<byte> fields)
    {
        var reader = new SshReader(fields);
        bool isChange = reader.ReadBoolean();
        string password = reader.ReadUtf8(MaxPassword);
        if (isChange)
        {
            return null;
        }

        reader.ExpectEnd();
        return password;
    }

    private async ValueTask<UserAuthOutcome> TryPublicKeyAsync(UserAuthRequest request, CancellationToken cancellationToken)
    {
        PublicKeyRequest proof = PublicKeyRequest.Read(request);
        if (proof.Key is not { } key
            || !transport.Offer.UserKeys.Contains(proof.Algorithm)
            || !key.Supports(proof.Algorithm)
            || Proof.Keys.Contains(key))
        {
            return UserAuthOutcome.Refused;
        }

        if (!proof.IsSigned)
        {
            if (!await authenticator.IsKeyAcceptedAsync(Login!, key, cancellationToken))
            {
                return UserAuthOutcome.Refused;
            }

            transport.Output.Send(UserAuthMessages.KeyOk(proof.Algorithm, key.Blob.Span));
            return UserAuthOutcome.KeyOk;
        }

        byte[] signed = UserAuthMessages.SignedData(transport.Exchange.SessionId, proof.SignedPart.Span);
        bool isVerified = key.VerifyAs(proof.Algorithm, signed, proof.Signature.Span);
        if (!await authenticator.IsKeyAcceptedAsync(Login!, key, cancellationToken) || !isVerified)
        {
            return UserAuthOutcome.Refused;
        }

        transport.NoteSignature(proof.Algorithm);
        return await AddAsync(Proof with { Keys = [.. Proof.Keys, key] }, cancellationToken);
    }

    private async ValueTask RefuseAsync(string method, long started, CancellationToken cancellationToken)
    {
        // The usual first request, which asks for the methods, is no try.
        if (_requests > 1 || method != "none")
        {
            _failures++;
            Log.Refused(logger, transport.Id, Login!.UserName, Login.RemoteEndPoint, method, _failures);
            TimeSpan rest = options.MinimumFailureTime - timeProvider.GetElapsedTime(started);
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, timeProvider, cancellationToken);
            }
        }

        if (_failures >= options.MaxAuthTries)
        {
            throw Fail($"Too many failed logins: {_failures} of {options.MaxAuthTries} allowed.");
        }

        transport.Output.Send(UserAuthMessages.Failure(Methods, isPartialSuccess: false));
    }
}
