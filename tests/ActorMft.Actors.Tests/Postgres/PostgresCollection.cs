using ActorMft.Testing;

namespace ActorMft.Actors.Tests.Postgres;

/// <summary>The tests that share one PostgreSQL, each with a database of its own.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<FastPostgresServer>
{
    internal const string Name = "PostgreSQL";
}
