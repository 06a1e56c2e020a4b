using ActorMft.Cli;
using ActorMft.Cli.Terminal;

return await CliProgram.RunAsync(args, CliContext.ForProcess());
