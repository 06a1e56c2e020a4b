namespace ActorMft.Domain.Tests;

/// <summary>The vocabulary as a list.</summary>
internal sealed class VocabularyTypes : IVocabularyVisitor
{
    private readonly List<(string Name, int Version, Type Type)> _all = [];

    public static IReadOnlyList<(string Name, int Version, Type Type)> All
    {
        get
        {
            var types = new VocabularyTypes();
            Vocabulary.Visit(types);
            return types._all;
        }
    }

    public void Visit<T>(string name, int version)
        where T : class => _all.Add((name, version, typeof(T)));
}
