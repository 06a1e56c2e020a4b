namespace ActorMft.Node.Connector;

/// <summary>A file was to be created where one is.</summary>
internal sealed class FileExistsException(string path)
    : Exception($"'{path}' is there already and was left as it is. Take another name, or upsert to replace it.");
