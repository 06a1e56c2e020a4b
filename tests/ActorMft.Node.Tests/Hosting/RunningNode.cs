using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ActorMft.Node.Hosting;
using ActorMft.Node.Settings;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Hosting;

/// <summary>A whole node in this process, on SQLite and free loopback ports, with a client for its HTTP API.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory;

    private RunningNode(TemporaryDirectory directory, MftNode node)
    {
        _directory = directory;
        Node = node;
        Http = new HttpClient { BaseAddress = node.ManagementUrl };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(TokenFile(directory)).Trim());
    }

    public MftNode Node { get; }

    public HttpClient Http { get; }

    public static NodeSettings SettingsIn(TemporaryDirectory directory) => new()
    {
        NodeName = "node-1",
        Database = new DatabaseSettings(DatabaseKind.Sqlite, directory["node/actormft.db"]),
        Storage = new StorageSettings { Path = directory["node/files"] },
        Sftp = new SftpSettings { Listen = new ListenAddress("127.0.0.1", 0), PublicUrl = new Uri("sftp://sftp.example.com") },
        Management = new ManagementSettings { Listen = new ListenAddress("127.0.0.1", 0), AdminTokenFile = TokenFile(directory) },
        Secrets = new SecretSettings { KeyFile = directory["node/secret.key"] },
    };

    public static async Task<RunningNode> StartAsync(TemporaryDirectory directory) =>
        new(directory, await MftNode.StartAsync(SettingsIn(directory), NullLoggerFactory.Instance, TimeProvider.System));

    public string Stored(string path) => _directory["node/files/" + path];

    /// <summary>Sends a body and gives the answer, whatever its status.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body switch
        {
            null => null,
            string json => new StringContent(json, new MediaTypeHeaderValue("application/json")),
            _ => JsonContent.Create(body),
        };
        using var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public Task<(int Status, JsonElement Body)> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task ApplyAsync(string resources)
    {
        var (status, body) = await SendAsync(HttpMethod.Post, "/api/v1/apply", resources);
        status.ShouldBe(200, body.ToString());
    }

    /// <summary>Asks until the answer is as wanted.</summary>
    public async Task<JsonElement> WaitForAsync(string path, Func<JsonElement, bool> isWanted, int seconds = 30)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var (_, body) = await GetAsync(path);
        while (!isWanted(body))
        {
            try
            {
                await pause.WaitForNextTickAsync(limit.Token);
            }
            catch (OperationCanceledException exception)
            {
                throw new TimeoutException($"{path} is still {body}", exception);
            }

            (_, body) = await GetAsync(path);
        }

        return body;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Node.DisposeAsync();
    }

    private static string TokenFile(TemporaryDirectory directory) => directory["node/admin.token"];
}
