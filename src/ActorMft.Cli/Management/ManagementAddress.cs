namespace ActorMft.Cli.Management;

/// <summary>Which node to talk to, with which token, and where each of them came from (for messages).</summary>
internal sealed record ManagementAddress(Uri Url, string UrlFrom, string? Token, string TokenFrom);
