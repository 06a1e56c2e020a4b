using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ActorMft.Cli.Tests.Parts;

/// <summary>A management interface that answers by a function; for answers that a real node gives only in trouble.</summary>
public sealed class FakeNode : IAsyncDisposable
{
    public const string Token = "a-token-of-the-tests";

    private readonly WebApplication _application;
    private readonly ConcurrentQueue<string> _requests = new();

    /// <param name="answer">From "METHOD path?query" and the request's body to status and JSON.</param>
    public FakeNode(Func<string, string, (int Status, string Json)> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _application = builder.Build();
        _application.Run(async context =>
        {
            var body = await new StreamReader(context.Request.Body).ReadToEndAsync();
            var request = $"{context.Request.Method} {context.Request.Path.ToUriComponent()}{context.Request.QueryString.ToUriComponent()}";
            _requests.Enqueue($"{request} {body}".TrimEnd());
            var (status, json) = context.Request.Headers.Authorization == $"Bearer {Token}" ? answer(request, body) : (401, "");
            context.Response.StatusCode = status;
            await context.Response.WriteAsync(json);
        });
        _application.StartAsync().GetAwaiter().GetResult();
        Url = _application.Urls.Single();
    }

    public string Url { get; }

    /// <summary>Each request as "METHOD path?query body".</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    internal Task<Run> RunAsync(string directory, params string[] args) => Run.OfAsync(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["ACTORMFT_URL"] = Url, ["ACTORMFT_TOKEN"] = Token }, directory, args);

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
