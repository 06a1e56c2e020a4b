using ActorMft.Testing;

namespace ActorMft.Actors.Tests.Postgres;

/// <summary>The tests that share one PostgreSQL, each with a database of its own. Alone: the simulation takes all processors.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class PostgresCollection : ICollectionFixture<FastPostgresServer>
{
    internal const string Name = "PostgreSQL";
}
