namespace ActorMft.Interop.Tests.Matrix.Clients;

/// <summary>Python's paramiko.</summary>
internal sealed class Paramiko() : DriverClient("paramiko", ["/usr/bin/python3"], "paramiko_driver.py");
