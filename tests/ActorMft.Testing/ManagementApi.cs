using System.Net.Http.Headers;
using System.Text.Json;

namespace ActorMft.Testing;

/// <summary>The management HTTP interface as an outsider uses it: JSON documents and nothing else.</summary>
public sealed class ManagementApi(NodeProcess node) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(node.ManagementUrl) };

    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await SendAsync(HttpMethod.Get, path);
        var text = await response.Content.ReadAsStringAsync();
        response.IsSuccessStatusCode.ShouldBeTrue($"GET {path}: {(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Any call; the answer is the caller's to judge.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", node.Token);
        return await _http.SendAsync(request);
    }

    /// <summary>All transfers, over every page.</summary>
    public async Task<IReadOnlyList<JsonElement>> TransfersAsync(string filter = "")
    {
        var all = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var page = await GetAsync($"/api/v1/transfers?limit=500{filter}{(cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor))}");
            all.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);

        return all;
    }

    public Task<JsonElement> TransferAsync(string id) => GetAsync($"/api/v1/transfers/{id}");

    /// <summary>The types of a transfer's events, in order.</summary>
    public async Task<IReadOnlyList<string>> TimelineAsync(string id) =>
        [.. (await TransferAsync(id)).GetProperty("events").EnumerateArray().Select(e => e.GetProperty("type").GetString()!)];

    /// <summary>Waits until so many transfers are in the state; a parked one ends the wait with its reason.</summary>
    public Task WaitForStateAsync(int count, string state, TimeSpan? limit = null) =>
        Eventually.TrueAsync($"{count} transfers are {state}", async () =>
        {
            var transfers = await TransfersAsync();
            transfers.Where(t => Is(t, "parked")).Select(t => t.GetRawText()).ShouldBeEmpty();
            return transfers.Count(t => Is(t, state)) >= count;
        }, limit);

    /// <summary>Waits until so many different transfers have been seen waiting, each with its reason; returns one of them.</summary>
    public async Task<JsonElement> WaitForWaitingAsync(int count)
    {
        var seen = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        await Eventually.TrueAsync($"{count} transfers were seen waiting", async () =>
        {
            foreach (var transfer in (await TransfersAsync()).Where(t => Is(t, "waiting")))
            {
                seen[transfer.GetProperty("id").GetString()!] = transfer;
            }

            return seen.Count >= count;
        });
        return seen.Values.First();
    }

    public void Dispose() => _http.Dispose();

    private static bool Is(JsonElement transfer, string state) => transfer.GetProperty("state").GetString() == state;
}
