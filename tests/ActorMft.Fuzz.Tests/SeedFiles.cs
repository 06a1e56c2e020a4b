using System.Reflection;
using System.Text;

namespace ActorMft.Fuzz.Tests;

/// <summary>What is kept with the code: seeds that other programs made, and inputs that were findings once.</summary>
internal static class SeedFiles
{
    /// <summary>All whose name starts like this.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Of(string prefix)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => (name, Read(assembly.GetManifestResourceStream(name)!))),
        ];
    }

    public static string Text(string name) => Encoding.UTF8.GetString(Of("seed/" + name)[0].Bytes);

    private static byte[] Read(Stream stream)
    {
        using (stream)
        {
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
    }
}
