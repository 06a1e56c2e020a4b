namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>What flows, mounts and syncs use to talk to remote servers.</summary>
internal sealed class ActorMftClient : InProcessClient
{
    public override string Name => "ActorMft";
}
