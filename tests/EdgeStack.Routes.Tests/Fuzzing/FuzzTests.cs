using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Middlewares;
using EdgeStack.Routes.Patterns;
using EdgeStack.Routes.Problems;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Targets;

namespace EdgeStack.Routes.Tests.Fuzzing;

/// <summary>Whatever text arrives, a reader comes back with a value or with problems inside the text. Long runs: <c>tests/fuzz</c>.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Rules =
    [
        "Host(`a.example`) && (PathPrefix(`/v2`) || !Method(`POST`))", "HostRegexp(`^.+\\.example$`)", "Header(`X-A`, \"b\\u00e9\\n\")", "Query(`a`)",
        "QueryRegexp(`a`, `^b{1,3}$`)", "ClientIP(`2001:db8::/32`) || ClientIP(`192.0.2.1`)", "PATHREGEXP(`(?i)^/(a|b)`)", "host(`bücher.example`)", "!(!(Path(`/`)))",
    ];

    private static readonly string[] GoldenSlices = ["Documents", "Middlewares"];

    [Fact]
    public void Any_manifest_is_read_into_routes_and_problems_with_a_place() => Report(Fuzz.Run(Documents(), text =>
    {
        ManifestReading manifests = ManifestReader.Read("f.yaml", text);
        AllHaveAPlace(manifests.Problems, text);
        foreach (RouteObject @object in manifests.Objects)
        {
            RouteReading reading = RouteReader.Read(@object);
            Assert.True(!reading.Rejected || reading.Problems.Any(problem => problem.Severity == Severity.Error), "rejected without an error");
            // A route that serves says which requests it takes and where they go.
            Assert.All(reading.Routes.Where(route => route.Quarantine is null), route => Assert.Contains(route.Services, service => service.Weight > 0));
            foreach (Route route in reading.Routes)
                route.Rule.Matches(new RequestFacts("a.example", "/v2/x"));
        }
    }));

    [Fact]
    public void Any_rule_is_read_into_one_that_spells_itself_or_into_problems_inside_it() => Report(Fuzz.Run(Rules, text =>
    {
        RuleReading reading = RuleReader.Read(text);
        Assert.All(reading.Problems, problem => Assert.InRange(problem.Index, 0, text.Length));
        Assert.Equal(reading.Problems.IsEmpty, reading.Rule is not null);
        if (reading.Rule is { } rule)
            Assert.Equal(rule.Text, RuleReader.Read(rule.Text).Rule?.Text);
    }));

    [Fact]
    public void Any_pattern_is_matched_in_linear_time_or_refused() => Report(Fuzz.Run(
        ["^/(?i:api|shop)/v\\d+(?:/[^/]+)*\\.(?:html?|json)$", "(?P<n>[[:alpha:]]+)|\\Qa.b\\E", "[^\\x{10ffff}a-z\\pL]{2,5}?", "(a*)*b", "(?s-m).+$"], text =>
        {
            PatternReading reading = GoPattern.Read(text);
            Assert.All(reading.Problems, problem => Assert.InRange(problem.Index, 0, text.Length));
            Assert.True(reading.Regex is null || reading.Regex.Weight <= PatternBudget.OfPattern);
            reading.Regex?.IsMatch("/api/v1/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab.json");
        }));

    [Fact]
    public void Any_target_has_one_canonical_path_that_is_its_own_canonical_path() => Report(Fuzz.Run(
        ["/a/b%2Fc?d=e", "/caf%C3%A9/..;/x", "//a///b", "http://a.example/x?y#z", "*", "/100%25%23%3F.txt", "/%e2%82%ac/\\x", "/.well-known/a..b/..."], text =>
        {
            RequestTarget target = RequestTarget.Read(text);
            if (target.Fault != TargetFault.None || target.Path.Length == 0)
                return;
            // What the path means is what it means when it is written out and asked for again: nobody can be led to another route by spelling.
            RequestTarget again = RequestTarget.Read(Written(target.Path));
            Assert.Equal((target.Path, target.Encoded, TargetFault.None), (again.Path, again.Encoded, again.Fault));
            Assert.DoesNotContain("//", target.Path, StringComparison.Ordinal);
            Assert.DoesNotContain(target.Path.Split('/'), segment => segment is "." or "..");
        }));

    [Fact]
    public void Any_host_is_canonical_or_refused() => Report(Fuzz.Run(
        ["Blog.Example.com.", "bücher.example", "*.a.example", "**.a.b", "[2001:db8::1]:8080", "xn--bcher-kva.example", "a_b.c-d.e"], text =>
        {
            _ = HostName.Canonical(text).Length;
            if (HostName.TryParse(text, out string host, out string? fault))
                Assert.True(HostName.TryParse(host, out string again, out _) && again == host, host);
            else
                Assert.NotNull(fault);
            if (HostPattern.TryParse(text, out HostPattern pattern, out _))
                Assert.True(HostPattern.TryParse(pattern.ToString(), out HostPattern same, out _) && same == pattern);
        }));

    [Fact]
    public void Any_list_of_users_is_read_without_telling_a_hash() => Report(Fuzz.Run(
        ["a:$2y$05$abcdefghijklmnopqrstuuJ1Z6U3v5qSxj0L9r3m8wq0N1k2b3c4S\n# c\n", "b:$apr1$aaaaaaaa$MqVMbWtNd8w2Vdq1a4Cx./", "c:{SHA}qUqP5cyxm6YcTAhz05Hph5gvu9M="], text =>
            Assert.All(Htpasswd.Read(text).Faults, fault => Assert.DoesNotContain("MqVMbWtNd8w2", fault, StringComparison.Ordinal))));

    [Fact]
    public void Any_query_is_searched_without_an_exception() => Report(Fuzz.Run(["?a=b&c=%20d+e&f", "a=%c3%a9&&=x;y", "?a=%&a=%2"], text =>
        QueryText.AnyValue(text, "a", new ValueTest.EqualTo("b"))));

    private static string Written(string path) => string.Concat(path.Select((c, i) =>
        c == '%' && i + 2 < path.Length && path.AsSpan(i, 3) is "%2F" or "%5C" or "%23" or "%3F" or "%25" ? "%" : c is '/' || char.IsAsciiLetterOrDigit(c) || char.IsSurrogate(c) ? c.ToString() : Uri.EscapeDataString(c.ToString())));

    private static void AllHaveAPlace(IEnumerable<Problem> problems, string text)
    {
        int lines = text.Count(c => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') + 1;
        Assert.All(problems, problem => Assert.InRange(problem.Where.Line, 0, lines + 1));
    }

    private static string[] Documents() =>
    [
        .. GoldenSlices.SelectMany(slice => Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "tests", "EdgeStack.Routes.Tests", slice, "Goldens")))
            .Order(StringComparer.Ordinal).Select(file => File.ReadAllText(file).Split("=====")[0]),
    ];

    private static void Report(long tried) => TestContext.Current.TestOutputHelper?.WriteLine($"{tried} inputs");
}
