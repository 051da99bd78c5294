using System.Net;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Tests.Table;

/// <summary>A request made up for a property test.</summary>
internal sealed record RandomRequest(string Host, string Path, string Method, string Header, int Client) : IRequestFields
{
    public RequestFacts Facts => new(HostName.Canonical(Host), Path) { Method = Method, Client = new IPAddress([192, 0, 2, (byte)Client]), Fields = this };

    public bool AnyHeader(string name, ValueTest test) => name == "X-Test" && test.Holds(Header);

    public bool AnyQueryValue(string key, ValueTest test) => key == "q" && test.Holds(Header);
}
