using ActorMft.Interop.Tests.Matrix;
using ActorMft.Interop.Tests.Matrix.Servers;
using ActorMft.Testing;
using Xunit.Abstractions;

namespace ActorMft.Interop.Tests;

/// <summary>The clients that are small to install; <c>./test matrix</c> has all of them.</summary>
public sealed class MatrixTests(ITestOutputHelper output)
{
    public static TheoryData<string> Clients => [.. MatrixClients.Cheap.Select(static client => client.Name)];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Client_does_all_it_can_at_a_node(string name)
    {
        using var workspace = new Workspace();
        await using var node = new ActorMftNode();
        var target = await node.StartAsync(workspace);

        var line = await new MatrixRun(MatrixSize.Short, output.WriteLine).LineAsync(MatrixClients.Cheap.Single(client => client.Name == name), target);

        line.Failures.ShouldBeEmpty();
    }
}
