using System.Globalization;
using System.Text;
using EdgeStack.Gateway.Middlewares;

namespace EdgeStack.Gateway.Tests.Middlewares;

/// <summary>Secrets that change while the gateway runs.</summary>
internal sealed class FakeSecrets
{
    private int _version;
    private SecretLookup _current = new SecretLookup.Missing("is not there");

    public int Lookups { get; private set; }

    public SecretLookup Look(string @namespace, string name)
    {
        Lookups++;
        return (@namespace, name) == ("shop", "api-users") ? _current : new SecretLookup.Missing("is not there");
    }

    public void Set(params (string Key, string Value)[] values) => _current = new SecretLookup.Found(
        (++_version).ToString(CultureInfo.InvariantCulture),
        values.ToDictionary(value => value.Key, value => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(value.Value), StringComparer.Ordinal));

    public void Remove() => _current = new SecretLookup.Missing("was deleted");
}
