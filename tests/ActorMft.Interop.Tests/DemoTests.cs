using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

public sealed class DemoTests
{
    [Fact]
    public async Task Demo_once_moves_a_file_and_says_what_it_did()
    {
        using var workspace = new Workspace();

        var run = await ProcessRun.OfAsync("dotnet", [NodeProcess.Program, "demo", "--once"], workingDirectory: workspace.Root);

        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        run.Output.ShouldContain("sha256", Case.Insensitive);
    }
}
