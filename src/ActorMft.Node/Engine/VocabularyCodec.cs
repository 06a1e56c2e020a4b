using ActorMft.Actors;
using ActorMft.Domain;
using ActorMft.Domain.Json;

namespace ActorMft.Node.Engine;

/// <summary>Registers everything that the domain stores or sends.</summary>
internal sealed class VocabularyCodec : IVocabularyVisitor
{
    private readonly MessageCodec _codec = new();

    private VocabularyCodec()
    {
    }

    public static MessageCodec Create()
    {
        var visitor = new VocabularyCodec();
        Vocabulary.Visit(visitor);
        return visitor._codec;
    }

    public void Visit<T>(string name, int version)
        where T : class => _codec.Register<T>(name, version, DomainJson.Options);
}
