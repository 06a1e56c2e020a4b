namespace ActorMft.Actors.Tests.Simulation;

/// <summary>Works a while, then reports.</summary>
internal sealed class Toiler(World world, TimeProvider time) : IWorkRunner
{
    public async Task RunAsync(WorkItem work, IMessenger messenger, CancellationToken cancellationToken)
    {
        await Task.Delay(world.Dice.Between(TimeSpan.Zero, TimeSpan.FromSeconds(3)), time, cancellationToken);
        await messenger.SendAsync(work.Owner, new Done(work.WorkId), null, cancellationToken);
    }
}
