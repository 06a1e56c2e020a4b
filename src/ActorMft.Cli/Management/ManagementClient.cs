using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using ActorMft.Cli.Terminal;

namespace ActorMft.Cli.Management;

/// <summary>The management interface of a node. Every failure is a <see cref="ManagementException"/> with one sentence.</summary>
internal sealed class ManagementClient : IDisposable
{
    private readonly ManagementAddress _address;
    private readonly HttpClient _http;
    private readonly HttpClient _unhurried;

    public ManagementClient(ManagementAddress address)
    {
        _address = address;
        _http = new HttpClient { BaseAddress = address.Url, Timeout = TimeSpan.FromSeconds(60) };
        _unhurried = new HttpClient { BaseAddress = address.Url, Timeout = Timeout.InfiniteTimeSpan };
        if (address.Token is { } token)
        {
            var authorization = new AuthenticationHeaderValue("Bearer", token);
            _http.DefaultRequestHeaders.Authorization = authorization;
            _unhurried.DefaultRequestHeaders.Authorization = authorization;
        }
    }

    private string Shown => _address.Url.AbsoluteUri.TrimEnd('/');

    /// <summary>Asks for one thing.</summary>
    public async Task<JsonObject> GetObjectAsync(string path, CancellationToken cancellationToken) =>
        await SendAsync(HttpMethod.Get, path, null, cancellationToken) as JsonObject ?? throw Unexpected(path);

    /// <summary>Asks for a whole list, page by page (<c>items</c> and <c>nextCursor</c>), until <paramref name="limit"/> are there.</summary>
    public async Task<JsonArray> GetListAsync(string path, CancellationToken cancellationToken, int limit = int.MaxValue)
    {
        var all = new JsonArray();
        for (string? cursor = ""; cursor is not null && all.Count < limit;)
        {
            var page = await SendAsync(HttpMethod.Get, WithCursor(path, cursor), null, cancellationToken);
            var items = page as JsonArray ?? page?["items"] as JsonArray ?? throw Unexpected(path);
            foreach (var item in items.Take(limit - all.Count).ToList())
            {
                all.Add(item?.DeepClone());
            }
            cursor = (page as JsonObject)?["nextCursor"]?.ToString();
        }
        return all;
    }

    public Task<JsonNode?> PostAsync(string path, JsonNode? body, CancellationToken cancellationToken) => SendAsync(HttpMethod.Post, path, body, cancellationToken);

    /// <summary>Asks for something that comes in pieces, one JSON object per line; each is shown as it comes.</summary>
    /// <returns>The last one.</returns>
    public async Task<JsonObject> PostForLinesAsync(string path, Action<JsonObject> show, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/x-ndjson"));
        return await GuardAsync(
            async () =>
            {
                using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
                if (!response.IsSuccessStatusCode)
                {
                    throw Failure(response.StatusCode, Parse(await response.Content.ReadAsStringAsync(cancellationToken)) as JsonObject);
                }
                using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
                JsonObject? last = null;
                while (await lines.ReadLineAsync(cancellationToken) is { } line)
                {
                    if (last is not null)
                    {
                        show(last);
                    }
                    last = Parse(line) as JsonObject ?? throw Unexpected(path);
                }
                return last ?? throw Unexpected(path);
            },
            cancellationToken);
    }

    public Task<JsonNode?> PutAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Put, path, null, cancellationToken);

    public Task<JsonNode?> DeleteAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Delete, path, null, cancellationToken);

    /// <summary>Sends content that may take any time, and gives the answer.</summary>
    public async Task<JsonObject> PutContentAsync(string path, HttpContent content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = content };

        // What is refused is refused before the content is sent.
        request.Headers.ExpectContinue = true;
        using var response = await OpenAsync(request, cancellationToken);
        return Parse(await response.Content.ReadAsStringAsync(cancellationToken)) as JsonObject ?? throw Unexpected(path);
    }

    /// <summary>Asks for content that may take any time; what comes is the caller's to read and dispose.</summary>
    public async Task<HttpResponseMessage> OpenContentAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await OpenAsync(request, cancellationToken);
    }

    public void Dispose()
    {
        _http.Dispose();
        _unhurried.Dispose();
    }

    private static string WithCursor(string path, string cursor) =>
        cursor.Length == 0 ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={Uri.EscapeDataString(cursor)}";

    private async Task<HttpResponseMessage> OpenAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await _unhurried.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new ManagementException($"The node at {Shown} didn't take or answer it ({Reason(e)}). Look at its log, or name another with --url.");
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw Failure(response.StatusCode, Parse(await response.Content.ReadAsStringAsync(cancellationToken)) as JsonObject);
        }
    }

    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body);
        }
        return await GuardAsync(
            async () =>
            {
                using var response = await _http.SendAsync(request, cancellationToken);
                var text = await response.Content.ReadAsStringAsync(cancellationToken);
                var answer = Parse(text);
                return response.IsSuccessStatusCode ? answer : throw Failure(response.StatusCode, answer as JsonObject);
            },
            cancellationToken);
    }

    private async Task<T> GuardAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            return await ask();
        }
        catch (HttpRequestException e)
        {
            throw new ManagementException($"No node answers at {Shown} ({Reason(e)}). Start one with 'actormft serve', or name the right one with --url or ACTORMFT_URL (this address is from {_address.UrlFrom}).");
        }
        catch (IOException e)
        {
            throw new ManagementException($"The node at {Shown} ended its answer early ({e.Message.TrimEnd('.')}). Ask again, or another node with --url.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ManagementException($"The node at {Shown} did not answer within {_http.Timeout.TotalSeconds:0} s. Look at its log, or ask another node with --url.");
        }
    }

    private static string Reason(HttpRequestException e) => e.InnerException switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => "the host name is not known",
        { } inner => inner.Message.TrimEnd('.'),
        null => e.Message.TrimEnd('.'),
    };

    private static JsonNode? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private ManagementException Failure(HttpStatusCode status, JsonObject? answer)
    {
        if (status is HttpStatusCode.Unauthorized)
        {
            return new ManagementException(
                _address.Token is null
                    ? $"The node at {Shown} wants a token and none was given. Set ACTORMFT_TOKEN or --token to what the node's admin token file says (data/admin.token unless set otherwise)."
                    : $"The node at {Shown} does not accept the token from {_address.TokenFrom}. Compare it with the node's admin token file (data/admin.token unless set otherwise).",
                status);
        }
        var said = answer?["detail"]?.ToString() ?? answer?["title"]?.ToString();
        var message = said ?? $"The node at {Shown} answered {(int)status} {status}; is this the management address of an ActorMft node?";
        var problems = (answer?["problems"] as JsonArray)?.Deserialize<List<ApiProblem>>(JsonText.Options);
        return new ManagementException(TerminalText.Clean(message), status, problems);
    }

    private ManagementException Unexpected(string path) =>
        new($"The node at {Shown} answered {path} with something this program doesn't understand; are both of the same version?");
}
