using ActorMft.Node.Settings;

namespace ActorMft.Node.Tests.Settings;

public sealed class DatabaseUrlTests
{
    [Theory]
    [InlineData("postgres://user:secret@db:5432/mft")]
    [InlineData("postgresql://user@db/mft")]
    [InlineData("postgres://user:secret@db-1:5432,db-2:5432/mft?sslmode=verify-full&sslrootcert=/etc/ca.pem")]
    [InlineData("postgres://user:s%40cr%2Fet%3F@[2001:db8::1]:5432/mft")]
    public void Address_of_PostgreSQL_is_taken_as_it_is(string url) =>
        DatabaseUrl.Parse(url).ShouldBe(new DatabaseSettings(DatabaseKind.Postgres, url));

    [Fact]
    public void Path_of_SQLite_is_taken() => DatabaseUrl.Parse("sqlite:data/a.db").ShouldBe(new DatabaseSettings(DatabaseKind.Sqlite, "data/a.db"));

    [Theory]
    [InlineData("sqlite:", "sqlite:PATH")]
    [InlineData("mysql://user:s3cret@db/mft", "sqlite:PATH")]
    [InlineData("postgres:user:s3cret@db/mft", "sqlite:PATH")]
    [InlineData("Host=db;Username=user;Password=s3cret", "sqlite:PATH")]
    [InlineData("postgres://user:s3cret@db", "user, host and name are needed")]
    [InlineData("postgres://db:5432/mft", "USER:PASSWORD@HOST")]
    [InlineData("postgres://user:s3cret@db:port/mft", "'port' is not a port")]
    [InlineData("postgres://user:s3cret@db-1,:5432/mft", "host of the PostgreSQL address is empty")]
    [InlineData("postgres://user:s3cret@db/mft?sslmood=require", "'sslmood'")]
    [InlineData("postgres://user:s3cret@db/mft?sslmode=sometimes", "'sslmode'")]
    [InlineData("postgres://user:a@b:s3cret/x@db/mft", "@ is written %40")]
    [InlineData("postgres://user:a@b/n?s3cret?x@db/mft", "@ is written %40")]
    public void Wrong_text_is_one_problem_that_says_what_is_allowed_and_never_shows_the_password(string text, string expected)
    {
        var failure = Should.Throw<SettingsException>(() => SettingsLoader.Load(null, [
            KeyValuePair.Create("ACTORMFT__DATABASE", text),
            KeyValuePair.Create("ACTORMFT__CLUSTER__LEASE", "never"),
        ]));
        failure.Problems.Count.ShouldBe(2);
        var problem = failure.Problems.Single(problem => problem.Key == "database");
        problem.ToString().ShouldContain(expected);
        failure.ToString().ShouldNotContain("s3cret");
    }
}
