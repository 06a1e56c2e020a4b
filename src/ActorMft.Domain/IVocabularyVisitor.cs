namespace ActorMft.Domain;

/// <summary>Takes the types of the vocabulary, for example to register them with a codec.</summary>
public interface IVocabularyVisitor
{
    /// <param name="name">The type's name in the store; never changed.</param>
    /// <param name="version">The version of its shape.</param>
    void Visit<T>(string name, int version)
        where T : class;
}
