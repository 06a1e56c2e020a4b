namespace ActorMft.Actors;

/// <summary>The name of one entity: its kind and its key within the kind, written <c>kind/key</c> (<c>transfer/01J...</c>).</summary>
/// <param name="Kind">The name of a registered <see cref="EntityKind"/>; without a slash.</param>
/// <param name="Key">Unique within the kind; may contain slashes.</param>
public readonly record struct EntityId(string Kind, string Key)
{
    /// <summary>Reads <c>kind/key</c>.</summary>
    /// <exception cref="FormatException">The text has no slash, or nothing on one side of it.</exception>
    public static EntityId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < text.Length - 1
            ? new EntityId(text[..slash], text[(slash + 1)..])
            : throw new FormatException($"'{text}' is not an entity id; it has the form kind/key.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Kind}/{Key}";
}
