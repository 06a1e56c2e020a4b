namespace ActorMft.Domain;

/// <summary>Every type that is stored or sent: messages, replies, events, work and states. Written with <see cref="Json.DomainJson.Options"/>.</summary>
public static class Vocabulary
{
    /// <summary>Shows each type to a visitor, once.</summary>
    public static void Visit(IVocabularyVisitor visitor) => throw new NotImplementedException();
}
