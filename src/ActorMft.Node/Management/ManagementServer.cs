using System.Net;
using ActorMft.Node.Secrets;
using ActorMft.Node.Settings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorMft.Node.Management;

/// <summary>The HTTP listener for operators and programs.</summary>
internal sealed class ManagementServer : IAsyncDisposable
{
    /// <summary>The longest request body: a few thousand declared resources.</summary>
    public const int MaxBodyBytes = 16 * 1024 * 1024;

    /// <summary>No request waits longer for the actors.</summary>
    private static readonly TimeSpan _requestTimeout = TimeSpan.FromSeconds(45);

    private readonly WebApplication _application;

    private ManagementServer(WebApplication application, Uri url)
    {
        _application = application;
        Url = url;
    }

    /// <summary>Where it listens, with the port that was taken.</summary>
    public Uri Url { get; }

    /// <summary>Starts to listen and answer.</summary>
    /// <exception cref="IOException">The address can't be bound.</exception>
    public static async Task<ManagementServer> StartAsync(
        ListenAddress listen, AdminToken token, IReadOnlyList<IApiGroup> groups, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "actormft" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Listen(listen.ToEndPoint());
        });
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddRoutingCore();
        builder.Services.AddRequestTimeouts(options => options.DefaultPolicy = new RequestTimeoutPolicy { Timeout = _requestTimeout });
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        builder.Services.ConfigureHttpJsonOptions(options => ManagementJson.Configure(options.SerializerOptions));
        builder.Services.AddSingleton(token);
        OpenApiDocumentation.Add(builder.Services);

        var application = builder.Build();
        application.UseMiddleware<ProblemMiddleware>();
        application.UseMiddleware<BearerTokenMiddleware>();
        application.UseRouting();
        application.UseRequestTimeouts();
        foreach (var group in groups)
        {
            group.Map(application);
        }

        OpenApiDocumentation.Map(application);
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        return new ManagementServer(application, BoundUrl(application, listen));
    }

    /// <summary>Stops accepting, lets requests in progress end for a moment, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await _application.StopAsync(bound.Token);
        }
        catch (OperationCanceledException)
        {
            // Whoever is still reading a list is cut off.
        }

        await _application.DisposeAsync();
    }

    // An address that means "any" isn't one that can be connected to.
    private static Uri BoundUrl(WebApplication application, ListenAddress listen)
    {
        var addresses = application.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        var port = new UriBuilder(addresses.First()).Port;
        var address = listen.ToEndPoint().Address;
        var host = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) ? IPAddress.Loopback : address;
        return new UriBuilder(Uri.UriSchemeHttp, host.ToString(), port).Uri;
    }

    // The node decides when it ends; signals are the program's business.
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
