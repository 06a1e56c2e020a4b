using System.Text.Json.Nodes;
using ActorMft.Cli.Yaml;

namespace ActorMft.Cli.Tests.Yaml;

public sealed class YamlWriterTests
{
    [Theory]
    [InlineData("""{"kind":"Flow","name":"a","targets":[{"endpoint":"b","path":"c/d"}],"include":["*.csv","#x"],"empty":[],"none":{}}""")]
    [InlineData("""{"description":"yes","a":"no: really","b":"- x","c":"5","d":"true","e":"","f":"two\nlines","g":" space ","h":"null"}""")]
    [InlineData("""{"port":22,"enabled":true,"disabled":false,"missing":null}""")]
    [InlineData("""{"kind":"日本","description":"a \"quoted\" \\ text"}""")]
    public void Json_comes_back_the_same(string json)
    {
        var text = new StringWriter();

        YamlWriter.Write(text, [JsonNode.Parse(json)]);

        var problems = new List<ResourceProblem>();
        var back = ResourceFiles.Parse("-", text.ToString(), problems);
        problems.ShouldBeEmpty(text.ToString());
        back.Single().Json.ToJsonString().ShouldBe(JsonNode.Parse(json)!.ToJsonString(), text.ToString());
    }

    [Fact]
    public void Several_items_become_several_documents()
    {
        var text = new StringWriter();

        YamlWriter.Write(text, [JsonNode.Parse("""{"kind":"Organization","name":"a"}"""), JsonNode.Parse("""{"kind":"Organization","name":"b"}""")]);

        text.ToString().ShouldBe("kind: Organization\nname: a\n---\nkind: Organization\nname: b\n");
    }
}
