namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary><c>sshfs</c>: mounts the home, works in it with coreutils, unmounts it.</summary>
internal sealed class Sshfs() : DriverClient("sshfs", ["sh"], "sshfs_driver.sh");
