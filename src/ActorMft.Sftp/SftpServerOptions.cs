using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorMft.Sftp;

/// <summary>One SFTP session as a server.</summary>
public sealed record SftpServerOptions
{
    /// <summary>Files and directories that one session may hold open. Default 1024.</summary>
    public int MaxHandles { get; init; } = 1024;

    /// <summary>The client's SSH identification line (<c>SSH-2.0-OpenSSH_10.0</c>), which decides the order of SYMLINK's arguments. Default empty: OpenSSH's order.</summary>
    public string ClientIdent { get; init; } = "";

    /// <summary>Where relative paths start and what <c>~</c> means: a path as <see cref="SftpPath.Normalize"/> gives it. Default <c>/</c>.</summary>
    public string StartDirectory { get; init; } = SftpPath.Root;

    /// <summary>The user's own name, who may be asked for by it (<c>~name</c>). Default empty: nobody's.</summary>
    public string UserName { get; init; } = "";

    /// <summary>
    /// Whether a request of this name is done; others are refused, and extensions not announced. The names are those of OpenSSH's sftp-server:
    /// <c>open</c>, <c>read</c>, <c>posix-rename</c>... Default: all.
    /// </summary>
    public Func<string, bool>? IsAllowed { get; init; }

    /// <summary>
    /// Extensions of the host's own, which are announced: by name (<c>NAME@DOMAIN</c>) what is done with the one string that such a request carries. It
    /// must be quick; a <see cref="SftpException"/> is the answer. Default none.
    /// </summary>
    public IReadOnlyDictionary<string, Action<string>> OwnExtensions { get; init; } = new Dictionary<string, Action<string>>(StringComparer.Ordinal);

    /// <summary>Called for every complete SFTP request before it is handled; the idle rule counts these. Must be quick. Default none.</summary>
    public Action? OnRequest { get; init; }

    /// <summary>
    /// Once cancelled, the session ends by itself as soon as no handle is open and everything that came in is answered. Default never.
    /// </summary>
    public CancellationToken EndWhenFree { get; init; }

    /// <summary>Default: no log.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>The clock and time zone of <c>ls -l</c> lines. Default the system's.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
