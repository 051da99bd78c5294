namespace EdgeStack.Collector.Sources.Host.Systemd;

/// <summary>A unit as systemd lists it.</summary>
/// <param name="Name"><c>ssh.service</c></param>
/// <param name="State"><c>active</c>, <c>inactive</c>, <c>failed</c>, ...</param>
/// <param name="ObjectPath">Where it is asked for more.</param>
internal sealed record SystemdUnit(string Name, string State, string ObjectPath);
