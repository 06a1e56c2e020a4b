using ActorMft.Domain.Resources;
using ActorMft.Node.Catalog;
using ActorMft.Node.Secrets;

namespace ActorMft.Node.Sessions;

/// <summary>What every check of a password has to cost, so that none tells whose it is: as much as the costliest hash that is declared.</summary>
internal sealed class PasswordCost(ICatalog catalog)
{
    private volatile Measured _last = new(CatalogSnapshot.Empty, Iterations: 0);

    /// <summary>In iterations; 0 while nobody has a password. Counted once for each snapshot.</summary>
    public int Current
    {
        get
        {
            var snapshot = catalog.Current;
            var last = _last;
            if (!ReferenceEquals(last.Snapshot, snapshot))
            {
                _last = last = new Measured(snapshot, Measure(snapshot));
            }

            return last.Iterations;
        }
    }

    // Disabled users count too: enabling one must not change what the others' logins cost.
    private static int Measure(CatalogSnapshot snapshot) => snapshot.Entries
        .Select(entry => entry.Spec)
        .OfType<UserSpec>()
        .Select(user => user.Password?.Hash is { } hash ? PasswordHasher.CostOf(hash) : 0)
        .DefaultIfEmpty()
        .Max();

    private sealed record Measured(CatalogSnapshot Snapshot, int Iterations);
}
