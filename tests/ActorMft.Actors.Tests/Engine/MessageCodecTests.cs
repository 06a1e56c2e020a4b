using System.Text.Json;
using System.Text.Json.Nodes;
using ActorMft.Actors.Tests.Sample;

namespace ActorMft.Actors.Tests.Engine;

public sealed class MessageCodecTests
{
    [Fact]
    public void A_value_survives_the_way_there_and_back()
    {
        MessageCodec codec = new MessageCodec().Register<Total>("total", 1, JsonSerializerOptions.Default);
        EncodedMessage encoded = codec.Encode(new Total(1, 2));
        encoded.ShouldBe(new EncodedMessage("total", 1, """{"Count":1,"Sum":2}"""));
        codec.Decode(encoded).ShouldBe(new Total(1, 2));
    }

    [Fact]
    public void An_older_version_goes_through_its_upcasters_in_order()
    {
        Dictionary<int, Func<JsonNode, JsonNode>> upcasters = new()
        {
            [1] = static old => new JsonObject { ["N"] = old["Count"]!.GetValue<long>() },
            [2] = static old => new JsonObject { ["Count"] = old["N"]!.GetValue<long>(), ["Sum"] = 9 },
        };
        MessageCodec codec = new MessageCodec().Register<Total>("total", 3, JsonSerializerOptions.Default, upcasters);
        codec.Decode(new EncodedMessage("total", 1, """{"Count":5}""")).ShouldBe(new Total(5, 9));
        codec.Decode(new EncodedMessage("total", 2, """{"N":6}""")).ShouldBe(new Total(6, 9));
    }

    [Fact]
    public void A_newer_version_or_an_unknown_type_is_refused_with_a_sentence()
    {
        MessageCodec codec = new MessageCodec().Register<Total>("total", 1, JsonSerializerOptions.Default);
        Should.Throw<InvalidOperationException>(() => codec.Decode(new EncodedMessage("total", 2, "{}"))).Message.ShouldContain("versions up to 1");
        Should.Throw<InvalidOperationException>(() => codec.Decode(new EncodedMessage("other", 1, "{}"))).Message.ShouldContain("'other'");
        Should.Throw<InvalidOperationException>(() => codec.Encode(new Add(1))).Message.ShouldContain("not registered");
    }

    [Fact]
    public void A_name_or_a_type_is_registered_once()
    {
        MessageCodec codec = new MessageCodec().Register<Total>("total", 1, JsonSerializerOptions.Default);
        Should.Throw<ArgumentException>(() => codec.Register<Add>("total", 1, JsonSerializerOptions.Default));
        Should.Throw<ArgumentException>(() => codec.Register<Total>("sum", 1, JsonSerializerOptions.Default));
    }
}
