using System.Text.Json;
using ActorMft.Domain.Json;
using ActorMft.Domain.Resources;

namespace ActorMft.Domain.Tests.Json;

public class ResourceReaderTests
{
    [Fact]
    public void A_flow_as_the_contract_shows_it_is_read()
    {
        var flow = Good<FlowSpec>("""
            {"kind":"Flow","organization":"acme","name":"invoices",
             "source":{"endpoint":"inbox","path":"/invoices","include":["*.csv"],"exclude":[],
                       "trigger":{"on":"close","temporaryNames":["*.filepart","*.tmp","*.part"]},"afterCopy":"delete"},
             "targets":[{"endpoint":"bank-in","path":"inbound","onExisting":"replace"}],
             "retry":{"attempts":10,"initialDelay":"2s","maxDelay":"5m"}}
            """);
        flow.Source.AfterCopy.ShouldBe(AfterCopy.Delete);
        flow.Targets.ShouldHaveSingleItem().Endpoint.ShouldBe("bank-in");
        flow.Retry.MaxDelay.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void An_endpoint_has_its_defaults()
    {
        var endpoint = Good<EndpointSpec>("""{"kind":"Endpoint","organization":"acme","name":"inbox","type":"SftpServer"}""");
        endpoint.Enabled.ShouldBeTrue();
        endpoint.IdleTimeout.ShouldBe(TimeSpan.FromMinutes(15));
        endpoint.MaxSessions.ShouldBe(0);
    }

    [Fact]
    public void A_user_as_the_contract_shows_it_is_read()
    {
        var user = Good<UserSpec>("""
            {"name":"acme-upload","kind":"User","organization":"acme","endpoint":"inbox","flow":"invoices","enabled":true,
             "password":{"env":"ACME_PASSWORD"},"home":"/","permissions":["list","read","write","delete","rename","mkdir"],
             "publicKeys":["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKZbWcCDaq0+3Iw+3eD8D4hXbuoK1Qgkx/8Gk9mVxqkP somebody"]}
            """);
        user.Password!.Env.ShouldBe("ACME_PASSWORD");
        user.Permissions.Count.ShouldBe(6);
    }

    [Theory]
    [InlineData("""["publicKey","password"]""", null)]
    [InlineData("""["publicKey"]""", null)]
    [InlineData("[]", "leave it out")]
    [InlineData("""["password","password"]""", "password once")]
    [InlineData("""["publicKey","publicKey"]""", "each key counts once")]
    [InlineData("""["key"]""", "one of publicKey, password")]
    public void A_user_can_require_what_it_has(string authentication, string? allowed)
    {
        var problems = Read($$"""
            {"kind":"User","organization":"acme","name":"anna","endpoint":"inbox","password":{"env":"P"},"authentication":{{authentication}},
             "publicKeys":["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKZbWcCDaq0+3Iw+3eD8D4hXbuoK1Qgkx/8Gk9mVxqkP somebody"]}
            """).Problems;
        if (allowed is null)
        {
            problems.ShouldBeEmpty();
        }
        else
        {
            problems[0].Path.ShouldStartWith("authentication");
            problems[0].Allowed.ShouldContain(allowed);
        }
    }

    [Fact]
    public void A_remote_server_as_the_contract_shows_it_is_read()
    {
        var remote = Good<RemoteSpec>("""
            {"kind":"RemoteServer","organization":"acme","name":"bank","host":"sftp.bank.example","port":22,"username":"acme",
             "auth":{"generate":"rsa-4096"},"hostKey":"SHA256:uNiVztksCsDhcc0u9e8BgrJXVGDbbxbYDIrjKy1s0Ow","hostKeyPolicy":"pin","maxConnections":25,
             "bindAddress":"192.0.2.10"}
            """);
        remote.Auth.Generate.ShouldBe(GeneratedKey.Rsa4096);
    }

    [Fact]
    public void Every_problem_is_reported_at_once_with_path_value_and_what_is_allowed()
    {
        var problems = Read("""
            {"kind":"Flow","organization":"acme","name":"Invoices!",
             "source":{"endpoint":"inbox","path":"../invoices","include":["[a"],"trigger":{"on":"someday"},"afterCopy":true},
             "targets":[{"endpoint":"bank-in","onExisting":"overwrite","onExistin":"x"}],
             "retry":{"attempts":0,"initialDelay":"soon","maxDelay":"5m"}}
            """).Problems;

        problems.Select(problem => problem.Path).ShouldBe(
            ["source.trigger.on", "source.afterCopy", "targets[0].onExisting", "targets[0].onExistin", "retry.initialDelay", "name", "source.path", "source.include[0]", "retry.attempts"],
            ignoreOrder: true);
        problems.ShouldAllBe(problem => problem.Index == 7);
        problems.Single(problem => problem.Path == "targets[0].onExisting").ShouldBe(
            new Problem(7, "targets[0].onExisting", "overwrite", "one of replace, rename, skip, fail"));
        problems.Single(problem => problem.Path == "targets[0].onExistin").Allowed.ShouldContain("did you mean onExisting?");
        problems.Single(problem => problem.Path == "retry.initialDelay").Allowed.ShouldBe(Duration.Allowed);
    }

    [Theory]
    [InlineData("""{"name":"acme"}""", null)]
    [InlineData("""{"kind":"Organisation","name":"acme"}""", "Organisation")]
    [InlineData("""{"kind":5,"name":"acme"}""", "5")]
    public void An_unknown_kind_names_the_known_ones(string json, string? seen)
    {
        var read = Read(json);
        read.Spec.ShouldBeNull();
        var problem = read.Problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe("kind");
        problem.Value.ShouldBe(seen);
        problem.Allowed.ShouldContain("Organization, RemoteServer, Endpoint, Flow, User");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"acme\"")]
    [InlineData("null")]
    public void What_is_not_a_mapping_is_refused(string json) => Read(json).Problems.ShouldHaveSingleItem().Path.ShouldBeEmpty();

    [Theory]
    [InlineData("""{"kind":"Organization","name":"acme","organization":"x"}""", "organization")]
    [InlineData("""{"kind":"Organization"}""", "name")]
    [InlineData("""{"kind":"Endpoint","organization":"acme","name":"e","type":"Ftp"}""", "type")]
    [InlineData("""{"kind":"Endpoint","organization":"acme","name":"e","type":"ExternalSftp"}""", "remote")]
    [InlineData("""{"kind":"Endpoint","organization":"acme","name":"e","type":"Lan","path":"../x"}""", "path")]
    [InlineData("""{"kind":"Endpoint","organization":"acme","name":"e","type":"SftpServer","path":"/x"}""", "path")]
    [InlineData("""{"kind":"Endpoint","organization":"acme","name":"e","type":"SftpServer","maxSessions":-1}""", "maxSessions")]
    [InlineData("""{"kind":"Endpoint","organization":"acme","name":"e","type":"SftpServer","idleTimeout":15}""", "idleTimeout")]
    [InlineData("""{"kind":"Endpoint","organization":"acme","name":"e","type":"SftpServer","enabled":"yes"}""", "enabled")]
    [InlineData("""{"kind":"User","organization":"acme","name":"u","endpoint":"e"}""", "password")]
    [InlineData("""{"kind":"User","organization":"acme","name":"u","endpoint":"e","password":{}}""", "password")]
    [InlineData("""{"kind":"User","organization":"acme","name":"u","endpoint":"e","password":{"env":"A","file":"b"}}""", "password")]
    [InlineData("""{"kind":"User","organization":"acme","name":"u","endpoint":"e","publicKeys":["ssh-ed25519 AAAAB3NzaC1yc2E="]}""", "publicKeys[0]")]
    [InlineData("""{"kind":"User","organization":"acme","name":"u","endpoint":"e","password":{"env":"A"},"permissions":["fly"]}""", "permissions[0]")]
    [InlineData("""{"kind":"User","organization":"acme","name":"u","endpoint":"e","password":{"env":"A"},"home":"/../x"}""", "home")]
    [InlineData("""{"kind":"RemoteServer","organization":"acme","name":"r","host":"a b","username":"x","auth":{"password":{"env":"A"}}}""", "host")]
    [InlineData("""{"kind":"RemoteServer","organization":"acme","name":"r","host":"h","username":"x"}""", "auth")]
    [InlineData("""{"kind":"RemoteServer","organization":"acme","name":"r","host":"h","username":"x","port":70000,"auth":{"password":{"env":"A"}}}""", "port")]
    [InlineData("""{"kind":"RemoteServer","organization":"acme","name":"r","host":"h","username":"x","auth":{"password":{"hash":"A"}}}""", "auth.password")]
    [InlineData("""{"kind":"RemoteServer","organization":"acme","name":"r","host":"h","username":"x","auth":{"password":{"env":"A"},"passphrase":{"env":"A"}}}""", "auth.passphrase")]
    [InlineData("""{"kind":"RemoteServer","organization":"acme","name":"r","host":"h","username":"x","auth":{"password":{"env":"A"}},"hostKey":"MD5:1"}""", "hostKey")]
    [InlineData("""{"kind":"RemoteServer","organization":"acme","name":"r","host":"h","username":"x","auth":{"password":{"env":"A"}},"bindAddress":"here"}""", "bindAddress")]
    [InlineData("""{"kind":"Flow","organization":"acme","name":"f","source":{"endpoint":"e"},"targets":[]}""", "targets")]
    [InlineData("""{"kind":"Flow","organization":"acme","name":"f","source":{"endpoint":"e","include":[]},"targets":[{"endpoint":"t"}]}""", "source.include")]
    [InlineData("""{"kind":"Flow","organization":"acme","name":"f","source":{"endpoint":"e"},"targets":[{"endpoint":"t","path":"a//b"}]}""", "targets[0].path")]
    [InlineData("""{"kind":"Flow","organization":"acme","name":"f","source":{"endpoint":"e"},"targets":[{"endpoint":"t"}],"retry":{"initialDelay":"10m"}}""", "retry.maxDelay")]
    public void One_wrong_field_is_one_problem_at_its_path(string json, string path) =>
        Read(json).Problems.ShouldHaveSingleItem().Path.ShouldBe(path);

    [Fact]
    public void A_secret_of_a_wrong_type_is_not_shown()
    {
        var problem = Read("""{"kind":"User","organization":"acme","name":"u","endpoint":"e","password":"hunter2"}""").Problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe("password");
        problem.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public void Redaction_keeps_that_there_is_a_secret_and_nothing_of_it()
    {
        var spec = new UserSpec { Organization = "acme", Name = "u", Endpoint = "e", Password = new Secret { Hash = "pbkdf2" } };
        var shown = DomainJson.Write(Redaction.WithoutSecrets(spec));
        shown.ShouldContain("\"password\":{}");
        shown.ShouldNotContain("pbkdf2");
    }

    private static ReadResource Read(string json) => ResourceReader.Read(JsonDocument.Parse(json).RootElement, 7);

    private static T Good<T>(string json)
    {
        var read = Read(json);
        read.Problems.ShouldBeEmpty();
        var spec = read.Spec.ShouldNotBeNull();
        DomainJson.Write(DomainJson.Read<ResourceSpec>(DomainJson.Write(spec))).ShouldBe(DomainJson.Write(spec));
        return spec.ShouldBeAssignableTo<T>()!;
    }
}
