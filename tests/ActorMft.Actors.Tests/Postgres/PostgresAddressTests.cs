using ActorMft.Actors.Postgres;
using Npgsql;

namespace ActorMft.Actors.Tests.Postgres;

public sealed class PostgresAddressTests
{
    [Fact]
    public void Address_is_read_with_its_escapes_hosts_and_options()
    {
        NpgsqlConnectionStringBuilder settings = PostgresAddress.Parse("postgres://me:p%40ss%2Fw:rd@db1:5433,db2/mft?sslmode=Require&Maximum%20Pool%20Size=7")
            .ToConnectionString("test", TimeSpan.FromSeconds(9));

        (settings.Username, settings.Password, settings.Host, settings.Database).ShouldBe(("me", "p@ss/w:rd", "db1:5433,db2", "mft"));
        (settings.SslMode, settings.MaxPoolSize).ShouldBe((SslMode.Require, 7));
        settings.Options.ShouldBe("-c idle_in_transaction_session_timeout=3000 -c lock_timeout=3000 -c enable_seqscan=off -c jit=off");
    }

    [Theory]
    [InlineData("mysql://me:geheim@db/mft", "begins with postgres://")]
    [InlineData("postgres://me:geheim@db", "has the form")]
    [InlineData("postgres://db/mft", "has the form")]
    [InlineData("postgres://me:geheim@db:99999/mft", "'99999' is not a port")]
    [InlineData("postgres://me:geheim@db,:5432/mft", "host of the PostgreSQL address is empty")]
    [InlineData("postgres://me:geheim@db/mft?colour=blue", "option 'colour'")]
    [InlineData("postgres://me:geheim@db/mft?sslmode=perhaps", "option 'sslmode'")]
    public void What_does_not_fit_is_told_without_the_password(string url, string expected)
    {
        FormatException refused = Should.Throw<FormatException>(() => PostgresAddress.Parse(url));
        refused.Message.ShouldContain(expected);
        refused.Message.ShouldNotContain("geheim");
    }

    [Fact]
    public void Text_form_has_no_password() =>
        PostgresAddress.Parse("postgres://me:geheim@db:5432/mft").ToString().ShouldBe("postgres://me@db:5432/mft");
}
