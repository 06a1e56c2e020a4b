namespace ActorMft.Cli.Terminal;

internal sealed record CommandExample(string CommandLine, string Meaning);
