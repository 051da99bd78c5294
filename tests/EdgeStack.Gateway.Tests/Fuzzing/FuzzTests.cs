using System.Collections;
using System.Text;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.Tests.Visitor;
using EdgeStack.Gateway.Visitor;
using EdgeStack.Hosting.Settings;
using EdgeStack.Testing;

namespace EdgeStack.Gateway.Tests.Fuzzing;

/// <summary>Whatever visitors and owners write, it is read or refused. Long runs: <c>tests/fuzz</c>.</summary>
public sealed class FuzzTests
{
    [Fact]
    public void Any_settings_file_is_read_or_refused_with_its_place()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("gateway.yaml", "");
        Hashtable empty = [];
        Report(Fuzz.Run(["listeners: { public: http://127.0.0.1:0 }\nlog: { level: Debug }\n", "kubernetes:\n  namespaces: [a, b]\nshutdown:\n  grace: 20s\n", "accessLog: false\n"], text =>
        {
            File.WriteAllBytes(file, Encoding.Latin1.GetBytes(text)); // not UTF-8 as a rule: that has to be survived as well
            Assert.All(SettingsCatalogue.Program.Read(["--config", file], empty).Errors, error => Assert.False(string.IsNullOrWhiteSpace(error)));
        }));
    }

    [Fact]
    public void Any_header_about_the_visitor_leaves_an_address_that_can_be_passed_on() => Report(Fuzz.Run(
        ["203.0.113.9", "198.51.100.7:443, 10.0.0.2", "[2001:db8::8]:80", "::ffff:10.0.0.4", "fe80::1%1, ,garbage", "{\"scheme\":\"https\"}"], text =>
        {
            foreach (string name in (string[])["CF-Connecting-IP", "X-Forwarded-For", "X-Forwarded-Proto", "CF-Visitor", "CF-Ray", "CF-IPCountry"])
            {
                Caller caller = Visits.Read(Visits.TrustedPeer, (name, text));
                Assert.DoesNotContain(caller.ForwardedFor ?? "", c => !char.IsAsciiHexDigit(c) && c is not ('.' or ':' or ',' or ' '));
                Assert.Contains(caller.Scheme, (string[])["http", "https"]);
                Assert.DoesNotContain((caller.Ray ?? "") + caller.Country, c => !char.IsAsciiLetterOrDigit(c) && c != '-');
            }
        }));

    [Fact]
    public void Any_authorization_is_credentials_or_nothing() => Report(Fuzz.Run(
        ["Basic dXNlcjpwYXNzOndvcmQ=", "basic w6TDtjrDvA==", "Bearer x.y.z", "Basic OjpA"], text =>
        {
            BasicCredentials? credentials = BasicCredentials.Read(text);
            Assert.True(credentials is null || !(credentials.User + credentials.Password).Any(char.IsControl));
        }));

    private static void Report(long tried) => TestContext.Current.TestOutputHelper?.WriteLine($"{tried} inputs");
}
