using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ActorMft.Node.Settings;

/// <summary>Flattens a settings file into dotted keys, each with the line it stands on.</summary>
internal static class SettingsYaml
{
    // An alias may repeat what holds it, or double itself again and again: far more than all keys there are, and deeper than any of them.
    private const int MostEntries = 1000;
    private const int MostLevels = 8;

    public static List<SettingValue> Read(string file, string text, List<SettingProblem> problems)
    {
        var values = new List<SettingValue>();
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            foreach (var document in stream.Documents)
            {
                Flatten(document.RootNode, string.Empty, 0, file, values, problems);
            }
        }
        catch (YamlException exception)
        {
            problems.Add(new SettingProblem(
                At(file, exception.Start), "YAML", Value: null, exception.InnerException?.Message ?? exception.Message));
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException)
        {
            // What the YAML library throws where it didn't foresee something.
            problems.Add(new SettingProblem(file, "YAML", Value: null, $"can't be read: {exception.Message}"));
        }

        return values;
    }

    private static void Flatten(YamlNode node, string key, int level, string file, List<SettingValue> values, List<SettingProblem> problems)
    {
        if (level > MostLevels || values.Count + problems.Count > MostEntries)
        {
            if (problems.Count <= MostEntries)
            {
                problems.Add(new SettingProblem(At(file, node.Start), key[..Math.Min(key.Length, 40)], Value: null, $"at most {MostLevels} levels and {MostEntries} entries"));
            }

            return;
        }

        switch (node)
        {
            case YamlMappingNode mapping:
                foreach (var (name, value) in mapping.Children)
                {
                    var child = key.Length == 0 ? name.ToString() : key + "." + name;
                    Flatten(value, child, level + 1, file, values, problems);
                }

                break;
            case YamlScalarNode { Value: { Length: > 0 } text } when key.Length > 0:
                values.Add(new SettingValue(key, text, At(file, node.Start)));
                break;
            case YamlScalarNode when key.Length > 0:
                problems.Add(new SettingProblem(At(file, node.Start), key, string.Empty, "a value, or leave the key out"));
                break;
            case YamlScalarNode { Value: null or "" }:
                break;
            default:
                problems.Add(new SettingProblem(
                    At(file, node.Start), key.Length == 0 ? "document" : key, Value: null, "must be `key: value` pairs, not a list or a bare text"));
                break;
        }
    }

    private static string At(string file, Mark mark) => string.Create(CultureInfo.InvariantCulture, $"{file}:{mark.Line}");
}
