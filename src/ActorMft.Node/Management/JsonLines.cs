using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;

namespace ActorMft.Node.Management;

/// <summary>Answers that come in pieces: one JSON document per line, each sent when it is there.</summary>
internal static class JsonLines
{
    public const string MediaType = "application/x-ndjson";

    /// <param name="produce">Gives the documents, from any thread.</param>
    public static async Task WriteAsync<T>(HttpContext context, Func<Action<T>, Task> produce)
    {
        context.Response.ContentType = MediaType;
        var lines = Channel.CreateUnbounded<T>(new UnboundedChannelOptions { SingleReader = true });
        var producing = ProduceAsync(lines.Writer, produce);
        await foreach (var line in lines.Reader.ReadAllAsync(context.RequestAborted))
        {
            await JsonSerializer.SerializeAsync(context.Response.Body, (object?)line, ManagementJson.Options, context.RequestAborted);
            await context.Response.WriteAsync("\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        await producing;
    }

    private static async Task ProduceAsync<T>(ChannelWriter<T> writer, Func<Action<T>, Task> produce)
    {
        try
        {
            await produce(line => writer.TryWrite(line));
            writer.Complete();
        }
        catch (Exception exception)
        {
            writer.Complete(exception);
        }
    }
}
