using System.Text.Json;

namespace ActorMft.Actors.Tests.Sample;

internal static class SampleCodec
{
    internal static MessageCodec Create()
    {
        JsonSerializerOptions options = new();
        MessageCodec codec = new();
        foreach (Type type in new[]
        {
            typeof(Add), typeof(Forward), typeof(Fail), typeof(Remind), typeof(DontRemind), typeof(AddLater), typeof(Begin), typeof(End), typeof(Show),
            typeof(Hide), typeof(Echo), typeof(AnswerLater), typeof(AnswerNow), typeof(AnswerAt), typeof(AnswerUnhurried), typeof(Added), typeof(Waiting), typeof(Total), typeof(SomeWork), typeof(CounterState),
        })
        {
            codec.Register(type, type.Name, 1, options);
        }

        return codec;
    }
}
