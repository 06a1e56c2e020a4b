using ActorMft.Actors.Postgres;

namespace ActorMft.Actors.Tests.Postgres;

public sealed class ShieldedTokenTests
{
    [Fact]
    public void Whoever_cancels_does_not_get_what_the_operation_throws()
    {
        using CancellationTokenSource caller = new();
        using ShieldedToken shielded = new(caller.Token);
        using CancellationTokenRegistration broken = shielded.Token.Register(static () => throw new ObjectDisposedException("connection"));
        Should.NotThrow(caller.Cancel);
        shielded.Token.IsCancellationRequested.ShouldBeTrue();
    }
}
