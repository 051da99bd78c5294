using System.Net;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Tests.Table;

/// <summary>A request made up for a property test.</summary>
internal sealed record RandomRequest(string Host, string Path, string Method, string Header, int Client) : IRequestFields
{
    public RequestFacts Facts => new(HostName.Canonical(Host), Path) { Method = Method, Client = new IPAddress([192, 0, 2, (byte)Client]), Fields = this };

    // A record prints its properties, and facts live on the stack only.
    public override string ToString() => $"{Method} {Host}{Path} X-Test: {Header} from {Client}";

    public bool AnyHeader(string name, ValueTest test) => name.Equals("X-Test", StringComparison.OrdinalIgnoreCase) && test.Holds(Header);

    public bool AnyQueryValue(string key, ValueTest test) => key == "q" && test.Holds(Header);
}
