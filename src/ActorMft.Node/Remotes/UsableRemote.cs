using ActorMft.Domain.Catalog;
using ActorMft.Domain.Resources;

namespace ActorMft.Node.Remotes;

/// <summary>A remote server as it is declared at the moment.</summary>
/// <param name="name">For messages.</param>
/// <param name="find">Looks it up in the present catalog.</param>
internal sealed class UsableRemote(string name, Func<CatalogEntry?> find)
{
    /// <summary>How it is called in messages.</summary>
    public string Name => name;

    /// <summary>Null when it isn't declared any more.</summary>
    public CatalogEntry? Entry => find();

    /// <summary>Connections at the same time from the whole cluster.</summary>
    public int Cap => (find()?.Spec as RemoteSpec)?.MaxConnections ?? 0;

    /// <exception cref="RemoteException">It isn't declared any more, or is disabled; the message says why.</exception>
    public CatalogEntry Get()
    {
        var remote = find() ?? throw new RemoteException(ConnectStep.Settings, $"The remote '{name}' isn't declared any more.", isTransient: false);
        if (remote.Remote?.DisabledReason is { } reason)
        {
            throw new RemoteException(ConnectStep.HostKey, reason, isTransient: true);
        }

        return ((RemoteSpec)remote.Spec).Enabled
            ? remote
            : throw new RemoteException(ConnectStep.Settings, $"The remote '{name}' is disabled. Enable it to go on.", isTransient: true);
    }
}
