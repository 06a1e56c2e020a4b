using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Sftp;

/// <summary>One SFTP session as a client.</summary>
public sealed record SftpClientOptions
{
    /// <summary>The most bytes of content that one read or write call keeps on the way without an answer. Default 8 MiB.</summary>
    public int Window { get; init; } = 8 * 1024 * 1024;

    /// <summary>Bytes of content per READ and WRITE; 0 takes what the server's <c>limits@openssh.com</c> allows, or 32 KiB. Default 0.</summary>
    public int BlockSize { get; init; }

    /// <summary>The server's SSH identification line, which decides the order of SYMLINK's paths. Default empty: OpenSSH's order.</summary>
    public string ServerIdent { get; init; } = "";

    /// <summary>Extensions beyond those in <see cref="SftpExtensions"/> that the client may speak of, by name. Default none.</summary>
    public IReadOnlyCollection<string> OwnExtensions { get; init; } = [];

    /// <summary>So long the server may leave requests without any answer; then the connection counts as lost. Default null: for ever.</summary>
    public TimeSpan? AnswerTimeout { get; init; }

    /// <summary>Measures it. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Default: no log.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
