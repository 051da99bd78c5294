using System.Net;

namespace EdgeStack.Collector.Sources.Scraped;

/// <summary>Ends the attempt to connect to an address that a target may not have.</summary>
internal sealed class RefusedAddressException(IPAddress address) : Exception($"{address} is link-local, and the target may not have such an address (allowLinkLocal)");
