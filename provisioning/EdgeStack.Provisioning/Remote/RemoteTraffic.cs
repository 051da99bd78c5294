using System.Runtime.InteropServices;

namespace EdgeStack.Provisioning.Remote;

/// <summary>What was exchanged with a node.</summary>
/// <param name="RoundTrips">Scripts that were sent and answered.</param>
/// <param name="BytesSent">To the shell on the node, before ssh encrypts them.</param>
/// <param name="BytesReceived">From it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RemoteTraffic(int RoundTrips, long BytesSent, long BytesReceived);
