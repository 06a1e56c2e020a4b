using ActorMft.Testing;
using Npgsql;

namespace ActorMft.Cluster.Tests;

/// <summary>The server that all the other tests rely on.</summary>
public sealed class PostgresServerTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    [Fact]
    public async Task A_commit_survives_a_crash_of_the_server()
    {
        var url = await server.CreateDatabaseAsync();
        var pid = server.Pid;
        await ExecuteAsync(url, "CREATE TABLE kept (id int PRIMARY KEY)");
        await ExecuteAsync(url, "INSERT INTO kept VALUES (1)");
        await server.StopAsync(immediate: true);
        await server.StartAsync();
        server.Pid.ShouldNotBe(pid);
        (await ExecuteAsync(url, "SELECT id FROM kept")).ShouldBe(1);
    }

    [Fact]
    public async Task A_wrong_password_is_refused()
    {
        var url = await server.CreateDatabaseAsync();
        var password = new Uri(url).UserInfo.Split(':')[1];
        var refused = await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(url.Replace(password, "wrong", StringComparison.Ordinal), "SELECT 1"));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
    }

    private static async Task<object?> ExecuteAsync(string url, string statement)
    {
        await using var connection = new NpgsqlConnection(DatabaseUrl.ConnectionString(url));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        return await command.ExecuteScalarAsync();
    }
}
