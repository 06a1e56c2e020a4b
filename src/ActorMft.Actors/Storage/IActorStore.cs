namespace ActorMft.Actors.Storage;

/// <summary>Where everything is: the port between the engine and a database. <see cref="Sqlite.SqliteActorStore"/> is one.</summary>
public interface IActorStore : IAsyncDisposable
{
}
