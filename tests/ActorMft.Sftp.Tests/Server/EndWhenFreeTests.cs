using ActorMft.Sftp.Tests.Support;

namespace ActorMft.Sftp.Tests.Server;

public sealed class EndWhenFreeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _end = new();

    public void Dispose() => _end.Dispose();

    [Fact]
    public async Task Idle_session_ends_at_once()
    {
        await using var served = await StartAsync();

        await _end.CancelAsync();

        (await served.Server.WaitAsync(Patience)).ShouldBeFalse();
    }

    [Fact]
    public async Task Session_with_an_open_file_goes_on_until_that_is_closed_and_the_client_knows()
    {
        await using var served = await StartAsync();
        await using var file = await served.Client.OpenAsync("a", SftpOpenFlags.Write | SftpOpenFlags.Create, default, CancellationToken.None);

        await _end.CancelAsync();

        await file.WriteAsync(0, new("hello"u8.ToArray()), CancellationToken.None);
        (await served.Client.StatAsync("a", CancellationToken.None)).Size.ShouldBe(5);
        served.Server.IsCompleted.ShouldBeFalse();
        await file.CloseAsync(CancellationToken.None);
        (await served.Server.WaitAsync(Patience)).ShouldBeFalse();
        File.ReadAllText(Path.Combine(served.Directory.Path, "a")).ShouldBe("hello");
    }

    [Fact]
    public async Task Client_that_ends_is_told_apart()
    {
        var served = await StartAsync();

        await served.DisposeAsync();

        (await served.Server).ShouldBeTrue();
    }

    private Task<ServedDirectory> StartAsync() => ServedDirectory.StartAsync(new SftpServerOptions { EndWhenFree = _end.Token });
}
