using System.Net.Sockets;
using ActorMft.Actors;
using ActorMft.Node.Files;
using ActorMft.Node.Secrets;
using ActorMft.Node.Settings;

namespace ActorMft.Node.Hosting;

/// <summary>Says in one sentence why a node can't start.</summary>
internal static class StartFailure
{
    /// <summary>The sentence for what was met on the way up, or null for what nobody foresaw.</summary>
    public static NodeStartException? Describe(Exception exception) => exception switch
    {
        NodeStartException known => known,
        SecretException => new NodeStartException(exception.Message, exception, badSettings: true),
        StoreException store => new NodeStartException(store.Message, store, badSettings: store.Failure is StoreFailure.Incompatible or StoreFailure.Refused),
        FileStoreException => new NodeStartException(exception.Message, exception),
        _ => null,
    };

    /// <summary>The sentence for an address that can't be listened on.</summary>
    /// <param name="key">The setting.</param>
    public static NodeStartException Listen(string key, ListenAddress address, Exception exception)
    {
        var socket = exception as SocketException ?? exception.InnerException as SocketException ?? exception.InnerException?.InnerException as SocketException;
        return socket?.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => new NodeStartException(
                $"{key} {address} is taken by another program; stop it, or set another port (0 takes any free one).", exception),
            SocketError.AddressNotAvailable => new NodeStartException(
                $"{key} {address} is not an address of this machine; use one that is, or * for all.", exception, badSettings: true),
            SocketError.AccessDenied => new NodeStartException(
                $"{key} {address} may not be used by this account; ports below 1024 need a privilege (CAP_NET_BIND_SERVICE).", exception),
            _ => new NodeStartException($"{key} {address} can't be listened on: {exception.Message}", exception),
        };
    }
}
