using System.Diagnostics;
using ActorMft.Interop.Tests.Parts;
using ActorMft.Testing;

namespace ActorMft.Interop.Tests;

/// <summary>The idle rule: only SFTP commands keep a session.</summary>
public sealed class IdleTests
{
    [Fact]
    public async Task Keep_alives_do_not_keep_a_session()
    {
        await using var scenario = await Scenario.StartAsync(idleTimeout: "3s");
        using var client = Start(scenario, "ServerAliveInterval=1");
        await client.StandardInput.WriteLineAsync("pwd");
        await client.StandardInput.FlushAsync();
        await Eventually.TrueAsync("the session is open", async () => await SessionsAsync(scenario) == 1);

        await Eventually.TrueAsync("the session was closed", async () => await SessionsAsync(scenario) == 0, TimeSpan.FromSeconds(30));

        // A client that waits for its next command doesn't notice that it was cut off.
        client.StandardInput.Close();
        await client.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        (await client.StandardError.ReadToEndAsync()).ShouldContain("idle", Case.Insensitive);
    }

    [Fact]
    public async Task Command_every_second_keeps_a_session()
    {
        await using var scenario = await Scenario.StartAsync(idleTimeout: "3s");
        using var client = Start(scenario, "ServerAliveInterval=0");
        using var everySecond = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var second = 0; second < 8; second++)
        {
            await client.StandardInput.WriteLineAsync("ls");
            await client.StandardInput.FlushAsync();
            await everySecond.WaitForNextTickAsync();
            client.HasExited.ShouldBeFalse($"after {second + 1} s");
        }

        await client.StandardInput.WriteLineAsync("bye");
        client.StandardInput.Close();
        await client.WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token);
        client.ExitCode.ShouldBe(0);
    }

    private static async Task<int> SessionsAsync(Scenario scenario) =>
        (await scenario.Api.GetAsync("/api/v1/sessions")).GetProperty("items").GetArrayLength();

    private static Process Start(Scenario scenario, string option) =>
        Process.Start(new ProcessStartInfo("sftp", scenario.Partner.Arguments(["-o", option]).Select(a => a == "LogLevel=ERROR" ? "LogLevel=INFO" : a))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
