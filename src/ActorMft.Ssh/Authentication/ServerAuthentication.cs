using ActorMft.Ssh.Algorithms;
using ActorMft.Ssh.Keys;
using ActorMft.Ssh.Server;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;
using Microsoft.Extensions.Logging;

namespace ActorMft.Ssh.Authentication;

/// <summary>
/// The server's side of user authentication (RFC 4252): none, password and publickey. A query for a key proves nothing; only
/// a signature over this session's id does. Failures are answered after the same minimum time, whatever made them fail.
/// </summary>
internal sealed partial class ServerAuthentication(
    SshTransport transport,
    SshServerOptions options,
    ISshAuthenticator authenticator,
    Func<string, SshLogin> createLogin,
    ILogger logger,
    TimeProvider timeProvider)
{
    /// <summary>Requests of any kind, accepted queries included. More than any agent holds keys.</summary>
    private const int MaxRequests = 128;

    private const int MaxUserName = 1024;
    private const int MaxPassword = 4096;

    private static readonly string[] s_methods = ["publickey", "password"];

    private int _requests;
    private int _failures;
    private bool _isBannerSent;

    /// <summary>Who tries to log in; set by the first request.</summary>
    public SshLogin? Login { get; private set; }

    /// <summary>The key whose signature let the user in, or null.</summary>
    public SshPublicKey? Key { get; private set; }

    /// <summary>Handles USERAUTH_REQUEST and answers it, except for a success: that is the caller's to send.</summary>
    /// <returns>Whether the user is authenticated.</returns>
    public async ValueTask<bool> HandleAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        long started = timeProvider.GetTimestamp();
        UserAuthRequest request = UserAuthRequest.Read(payload, MaxUserName);
        if (++_requests > MaxRequests)
        {
            throw Fail($"More than {MaxRequests} authentication requests.");
        }

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

        switch (await TryAsync(request, cancellationToken))
        {
            case UserAuthOutcome.Accepted:
                Log.Accepted(logger, transport.Id, Login.UserName, Login.RemoteEndPoint, request.Method, Key?.Fingerprint ?? "-");
                return true;
            case UserAuthOutcome.KeyOk:
                return false;
            default:
                await RefuseAsync(request, started, cancellationToken);
                return false;
        }
    }

    private static SshException Fail(string message) => new(
        SshFailure.AuthenticationFailed, SshDisconnectReason.NoMoreAuthenticationMethodsAvailable, message);

    private async ValueTask<UserAuthOutcome> TryAsync(UserAuthRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return request.Method switch
            {
                "password" => await TryPasswordAsync(request, cancellationToken),
                "publickey" => await TryPublicKeyAsync(request, cancellationToken),
                _ => UserAuthOutcome.Refused,
            };
        }
        catch (Exception e) when (e is not SshException && !cancellationToken.IsCancellationRequested)
        {
            Log.Unavailable(logger, transport.Id, e);
            throw new SshException(
                SshFailure.Closed, SshDisconnectReason.ServiceNotAvailable, "Logins can't be checked at the moment. Try again later.");
        }
    }

    private async ValueTask<UserAuthOutcome> TryPasswordAsync(UserAuthRequest request, CancellationToken cancellationToken)
    {
        string? password = ReadPassword(request.Fields.Span);
        return password is not null && await authenticator.VerifyPasswordAsync(Login!, password, cancellationToken)
            ? UserAuthOutcome.Accepted
            : UserAuthOutcome.Refused;
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
            || !SshAlgorithms.UserKeySignatureNames.Contains(proof.Algorithm)
            || !key.SignatureAlgorithms.Contains(proof.Algorithm))
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
        bool isVerified = key.Verify(proof.Algorithm, signed, proof.Signature.Span);
        if (!await authenticator.IsKeyAcceptedAsync(Login!, key, cancellationToken) || !isVerified)
        {
            return UserAuthOutcome.Refused;
        }

        Key = key;
        return UserAuthOutcome.Accepted;
    }

    private async ValueTask RefuseAsync(UserAuthRequest request, long started, CancellationToken cancellationToken)
    {
        // The usual first request, which asks for the methods, is no try.
        if (_requests > 1 || request.Method != "none")
        {
            _failures++;
            Log.Refused(logger, transport.Id, Login!.UserName, Login.RemoteEndPoint, request.Method, _failures);
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

        transport.Output.Send(UserAuthMessages.Failure(s_methods));
    }
}
