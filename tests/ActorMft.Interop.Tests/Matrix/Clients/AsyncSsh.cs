namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>Python's asyncssh.</summary>
internal sealed class AsyncSsh() : DriverClient("asyncssh", ["/usr/bin/python3"], "asyncssh_driver.py");
