using ActorMft.Actors;
using ActorMft.Node.Catalog;
using ActorMft.Node.Management;
using ActorMft.Node.Remotes;
using ActorMft.Node.Sessions;
using ActorMft.Node.Supervision;

namespace ActorMft.Node.Hosting;

/// <summary>The parts of a running node that its start and stop have to do with.</summary>
internal sealed record NodeParts(
    ActorNode Actors, CatalogReader Catalog, RemoteConnections Connections, Lifeline Lifeline, SftpListener Listener, ManagementServer Management, NodeState State, Ownership Ownership);
