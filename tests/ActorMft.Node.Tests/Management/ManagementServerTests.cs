using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ActorMft.Node.Hosting;
using ActorMft.Node.Management;
using ActorMft.Node.Secrets;
using ActorMft.Node.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Node.Tests.Management;

public sealed class ManagementServerTests : IAsyncLifetime
{
    private readonly string _tokenFile = Path.Combine(Path.GetTempPath(), $"token-{Guid.NewGuid():N}");
    private readonly NodeState _state = new();
    private readonly HttpClient _http = new();
    private ManagementServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ManagementServer.StartAsync(
            new ListenAddress("127.0.0.1", 0),
            AdminToken.Load(_tokenFile),
            [new HealthApi(_state), new SampleApi()],
            NullLoggerFactory.Instance,
            CancellationToken.None);
        _http.BaseAddress = _server.Url;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(_tokenFile).Trim());
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        File.Delete(_tokenFile);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Bearer wrong")]
    [InlineData("Basic YTpi")]
    public async Task Request_without_the_token_is_refused(string? authorization)
    {
        _http.DefaultRequestHeaders.Authorization = authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);

        var response = await _http.GetAsync("/sample");

        await ShouldBeProblemAsync(response, HttpStatusCode.Unauthorized);
        response.Headers.WwwAuthenticate.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Request_with_the_token_is_answered() =>
        (await _http.GetStringAsync("/sample")).ShouldBe("""{"status":"here"}""");

    [Fact]
    public async Task Unknown_path_is_a_problem() =>
        await ShouldBeProblemAsync(await _http.GetAsync("/nowhere"), HttpStatusCode.NotFound);

    [Fact]
    public async Task Wrong_method_is_a_problem_that_names_the_right_one()
    {
        var response = await _http.DeleteAsync("/sample");

        (await ShouldBeProblemAsync(response, HttpStatusCode.MethodNotAllowed)).ShouldContain("GET");
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"status\":3}")]
    [InlineData("")]
    public async Task Broken_body_is_a_problem(string body) =>
        await ShouldBeProblemAsync(
            await _http.PostAsync("/sample", new StringContent(body, Encoding.UTF8, "application/json")), HttpStatusCode.BadRequest);

    [Fact]
    public async Task Body_of_another_type_is_a_problem() =>
        await ShouldBeProblemAsync(await _http.PostAsync("/sample", new StringContent("x")), HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task Too_long_body_is_a_problem()
    {
        var body = new ByteArrayContent(new byte[ManagementServer.MaxBodyBytes + 1]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var request = new HttpRequestMessage(HttpMethod.Post, "/sample") { Content = body };
        request.Headers.ExpectContinue = true;

        await ShouldBeProblemAsync(await _http.SendAsync(request), HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Failure_inside_is_a_problem_without_its_details() =>
        (await ShouldBeProblemAsync(await _http.GetAsync("/sample/broken"), HttpStatusCode.InternalServerError)).ShouldNotContain("inner thing");

    [Fact]
    public async Task Probes_need_no_token_and_readiness_follows_the_phase()
    {
        _http.DefaultRequestHeaders.Authorization = null;

        (await _http.GetAsync("/alive")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await ShouldBeProblemAsync(await _http.GetAsync("/ready"), HttpStatusCode.ServiceUnavailable);
        _state.Phase = NodePhase.Up;
        (await _http.GetAsync("/ready")).StatusCode.ShouldBe(HttpStatusCode.OK);
        _state.Phase = NodePhase.Draining;
        await ShouldBeProblemAsync(await _http.GetAsync("/ready"), HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task OpenApi_document_lists_the_routes_and_the_token()
    {
        var document = JsonDocument.Parse(await _http.GetStringAsync("/openapi/v1.json")).RootElement;

        document.GetProperty("paths").TryGetProperty("/sample", out _).ShouldBeTrue();
        document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString().ShouldBe("bearer");
    }

    private static async Task<string> ShouldBeProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(status, text);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = JsonDocument.Parse(text).RootElement;
        problem.GetProperty("status").GetInt32().ShouldBe((int)status);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
        return text;
    }

    private sealed class SampleApi : IApiGroup
    {
        public void Map(IEndpointRouteBuilder routes)
        {
            routes.MapGet("/sample", () => new Health("here"));
            routes.MapPost("/sample", (Health health) => health);
            routes.MapGet("/sample/broken", IResult () => throw new InvalidOperationException("an inner thing"));
        }
    }
}
