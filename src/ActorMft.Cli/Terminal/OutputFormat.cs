namespace ActorMft.Cli.Terminal;

internal enum OutputFormat
{
    Table,
    Json,
    Yaml,
}
