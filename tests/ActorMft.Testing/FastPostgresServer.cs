namespace ActorMft.Testing;

/// <summary>A <see cref="PostgresServer"/> that does not wait for the disk, for tests that do not crash the machine.</summary>
public sealed class FastPostgresServer : PostgresServer
{
    public FastPostgresServer() => Fsync = false;
}
