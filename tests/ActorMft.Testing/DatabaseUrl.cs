using Npgsql;

namespace ActorMft.Testing;

/// <summary>The product's way to write a database, <c>postgres://user:password@host:port/name</c>.</summary>
public static class DatabaseUrl
{
    /// <summary>The database's name.</summary>
    public static string NameOf(string url) => new Uri(url).AbsolutePath[1..];

    /// <summary>The same as a connection string of Npgsql, without a pool.</summary>
    public static string ConnectionString(string url)
    {
        var uri = new Uri(url);
        var user = uri.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port,
            Username = user[0],
            Password = user[1],
            Database = NameOf(url),
            Pooling = false,
        }.ConnectionString;
    }
}
