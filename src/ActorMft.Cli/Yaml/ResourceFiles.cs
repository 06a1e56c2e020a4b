using ActorMft.Cli.Terminal;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ActorMft.Cli.Yaml;

/// <summary>Reads resources from a YAML file, from every YAML file below a directory, or from standard input (<c>-</c>).</summary>
internal static class ResourceFiles
{
    public static List<ResourceDocument> Read(string path, string directory, TextReader standardInput, List<ResourceProblem> problems)
    {
        if (path == "-")
        {
            return Parse("-", standardInput.ReadToEnd(), problems);
        }
        var full = Path.GetFullPath(path, directory);
        if (System.IO.Directory.Exists(full))
        {
            return ReadDirectory(path, full, problems);
        }
        if (!File.Exists(full))
        {
            throw CliException.Usage($"There is no file or directory '{path}'.");
        }
        return Parse(path, ReadText(path, full), problems);
    }

    private static List<ResourceDocument> ReadDirectory(string path, string full, List<ResourceProblem> problems)
    {
        var files = System.IO.Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
            .Order(StringComparer.Ordinal)
            .ToList();
        if (files.Count == 0)
        {
            throw CliException.Usage($"The directory '{path}' has no .yaml or .yml file.");
        }
        return [.. files.SelectMany(file => Parse(Path.Combine(path, Path.GetRelativePath(full, file)), ReadText(file, file), problems))];
    }

    private static string ReadText(string shown, string full)
    {
        try
        {
            return File.ReadAllText(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"'{shown}' can't be read: {e.Message}");
        }
    }

    /// <summary>Parses one file's text. A syntax error ends that file; the documents before it count.</summary>
    internal static List<ResourceDocument> Parse(string file, string text, List<ResourceProblem> problems)
    {
        var stream = new YamlStream();
        var documents = new List<ResourceDocument>();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException e)
        {
            problems.Add(new ResourceProblem(new SourcePosition(file, Math.Max(1, (int)e.Start.Line)), null, "", null, $"not valid YAML: {Reason(e)}"));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // What the YAML library throws where it didn't foresee something.
            problems.Add(new ResourceProblem(new SourcePosition(file, 1), null, "", null, $"not valid YAML: {e.Message}"));
        }
        foreach (var document in stream.Documents)
        {
            if (new YamlConverter(file, problems).Convert(document) is { } resource)
            {
                documents.Add(resource);
            }
        }
        return documents;
    }

    private static string Reason(YamlException e)
    {
        var message = (e.InnerException is YamlException inner ? inner : e).Message;
        var cut = message.StartsWith("(Line:", StringComparison.Ordinal) ? message.IndexOf("): ", StringComparison.Ordinal) : -1;
        return cut < 0 ? message : message[(cut + 3)..];
    }
}
