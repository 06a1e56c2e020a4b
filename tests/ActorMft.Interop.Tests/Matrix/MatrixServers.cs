using ActorMft.Interop.Tests.Matrix.Servers;

namespace ActorMft.Interop.Tests.Matrix;

/// <summary>The servers that our client is tried at, in the order of the table.</summary>
internal static class MatrixServers
{
    public static IReadOnlyList<Func<MatrixServer>> All { get; } =
    [
        static () => new OpenSshServer(),
        static () => new DropbearServer(),
        static () => new ProFtpdServer(),
        static () => new AsyncSshServer(),
        static () => new NodeSsh2Server(),
    ];
}
