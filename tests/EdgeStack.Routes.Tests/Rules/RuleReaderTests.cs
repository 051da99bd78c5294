using System.Net;
using CsCheck;
using EdgeStack.Routes.Rules;
using EdgeStack.Routes.Targets;

namespace EdgeStack.Routes.Tests.Rules;

public sealed class RuleReaderTests
{
    [Theory]
    [InlineData("Host(`a.example`)", "a.example", "/")]
    [InlineData("HOST(`a.example`)", "a.example", "/")]
    [InlineData("host(\"a.example\")", "A.EXAMPLE", "/x")]
    [InlineData("Host(`A.example.`) && PathPrefix(`/v2`)", "a.example", "/v2/users")]
    [InlineData("Host(`a.example`)\n  && Pathprefix(`/v2`) ", "a.example", "/v2-beta")]
    [InlineData("PATHPREFIX(\"/a\\u0062\")", "any.example", "/abc")]
    public void A_rule_takes_the_requests_it_names(string rule, string host, string path) => Assert.True(Matches(rule, host, path));

    [Theory]
    [InlineData("Host(`a.example`)", "b.example", "/")]
    [InlineData("Host(`a.example`) && PathPrefix(`/v2`)", "a.example", "/v1")]
    [InlineData("Host(`a.example`) && PathPrefix(`/v2`)", "b.example", "/v2")]
    [InlineData("Host(`a.example`) && Host(`b.example`)", "b.example", "/")]
    [InlineData("PathPrefix(`/V2`)", "a.example", "/v2")]
    public void A_rule_leaves_every_other_request(string rule, string host, string path) => Assert.False(Matches(rule, host, path));

    [Theory]
    [InlineData("PathPrefix(`/geheim%20x`)", "/geheim%20x/y")]
    [InlineData("PathPrefix(`/geheim x`)", "/geheim%20x/y")]
    [InlineData("Path(`/a%2fb`)", "/a%2Fb")]
    [InlineData("Path(`/a\\b`)", "/a%5cb")]
    [InlineData("Path(`/100%25`)", "/100%25")]
    [InlineData("Path(`/100%2541`)", "/100%2541")]
    [InlineData("Path(`/caf%c3%A9`)", "/caf\u00e9")]
    [InlineData("Path(`/%7Bid}`)", "/{id}")]
    [InlineData("Path(`/%60`)", "/`")]
    [InlineData("PathPrefix(`/a/.`)", "/a/.git")]
    [InlineData("PathPrefix(`/a/..`)", "//a/..b")]
    public void A_path_means_the_same_however_rule_and_request_spell_it(string rule, string target)
    {
        Assert.True(Matches(rule, "a.example", RequestTarget.Read(target).Path));
        string spelling = RuleReader.Read(rule).Rule!.Text;
        Assert.Equal(spelling, RuleReader.Read(spelling).Rule?.Text);
    }

    [Theory]
    [InlineData("Path(`/100%2541`)", "/100A")]
    [InlineData("Path(`/a%2Fb`)", "/a/b")]
    [InlineData("PathPrefix(`/a/.`)", "/a/b")]
    public void A_path_is_decoded_once(string rule, string target) => Assert.False(Matches(rule, "a.example", RequestTarget.Read(target).Path));

    [Fact]
    public void A_path_that_can_be_asked_for_is_one_that_a_rule_can_be_written_for() =>
        OneOf("/", "/", "a", ".", ";", "%2f", "%5C", "%2e", "%20", " ", "%25", "%", "41", "%C3%A9", "\u00e9", "%ff", "\\", "%3F", "%23", "%7b", "%60").Array[0, 8].Sample(parts =>
        {
            string written = "/" + string.Concat(parts);
            RequestTarget target = RequestTarget.Read(written);
            foreach (string condition in (string[])["Path", "PathPrefix"])
            {
                RuleReading reading = RuleReader.Read($"{condition}(`{written}`)");
                bool readable = target.Fault == TargetFault.None && !written.Contains("//", StringComparison.Ordinal);
                if (readable && reading.Rule?.Matches(new RequestFacts("a.example", target.Path)) != true)
                    return false;
                // A prefix may end in the middle of what would be a dot segment; a whole path may not.
                if (!readable && condition == "Path" && reading.Rule is not null)
                    return false;
            }

            return true;
        }, iter: 5000);

    [Theory]
    [InlineData("Hots(`a.example`)", 0, "unknown condition 'Hots'", "did you mean 'Host'?")]
    [InlineData("hOST(`a.example`)", 0, "unknown condition 'hOST'", "did you mean 'Host'?")]
    [InlineData("Host('a.example')", 5, "single quotes", "write `a.example`")]
    [InlineData("Host(a.example)", 5, "'a' is not in quotes", "write `a`")]
    [InlineData("Host(`a.example`", 16, "expected ')'", null)]
    [InlineData("Host(`a.example", 5, "no closing `", null)]
    [InlineData("Host", 0, "needs its argument in parentheses", "write Host(`…`)")]
    [InlineData("Host(`a`, `b`)", 0, "takes one argument but has 2", "write Host(`a`) || Host(`b`)")]
    [InlineData("Host()", 0, "takes one argument but has 0", null)]
    [InlineData("PathPrefix(`v2`)", 11, "does not begin with '/'", "write `/v2`")]
    [InlineData("Path(`//dd`)", 5, "has two slashes in a row", "write `/dd`")]
    [InlineData("PathPrefix(`/a//`)", 11, "has two slashes in a row", "write `/a/`")]
    [InlineData("PathPrefix(`/a/../b`)", 11, "has '.' or '..' as a segment", "write `/b`")]
    [InlineData("Path(`/a/%2e`)", 5, "has '.' or '..' as a segment", "write `/a/`")]
    [InlineData("Path(`/a/..;x/b`)", 5, "has '.' or '..' as a segment", "write it without that segment")]
    [InlineData("Path(`/%zz`)", 5, "a percent sign without two hexadecimal digits", "write `/%25zz`")]
    [InlineData("Path(`/50%`)", 5, "a percent sign without two hexadecimal digits", "write `/50%25`")]
    [InlineData("Path(`/a?b=c`)", 5, "has a '?', which begins the query", "write `/a%3Fb=c` for the character itself, Query(`…`) for the query")]
    [InlineData("Path(`/a#b`)", 5, "has a '#', which never leaves a browser", "write `/a%23b`")]
    [InlineData("PathPrefix(`/%ff`)", 11, "is not UTF-8", "write the letters themselves or the bytes that they have in UTF-8")]
    [InlineData("Path(`/a%00`)", 5, "has a control character", "write it without that character")]
    [InlineData("Host(`a`) & PathPrefix(`/`)", 10, "a single '&'", "write '&&'")]
    [InlineData("Host(`a`) PathPrefix(`/`)", 10, "unexpected 'PathPrefix'", "join conditions with && or ||")]
    [InlineData("Host(`a`) &&", 12, "expected a condition but found the end of the rule", "for example Host(`www.example.com`)")]
    [InlineData("", 0, "expected a condition", "for example Host(`www.example.com`)")]
    [InlineData("Host(`a..b`)", 5, "has an empty label", null)]
    [InlineData("Host(\"\\q\")", 6, "is not an escape sequence", "write the text between back-ticks instead: `…`")]
    public void A_mistake_is_reported_with_its_column_and_what_to_write(string rule, int index, string message, string? fix)
    {
        RuleReading reading = RuleReader.Read(rule);
        Assert.Null(reading.Rule);
        RuleProblem problem = reading.Problems[0];
        Assert.Equal(index, problem.Index);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal(fix, problem.Fix);
    }

    [Theory]
    [InlineData("Host(`a.example`) || Host(`b.example`)", true)]
    [InlineData("Host(`b.example`) || Host(`c.example`)", false)]
    [InlineData("Host(`b.example`) || Host(`a.example`) && PathPrefix(`/shop`)", true)]
    [InlineData("(Host(`b.example`) || Host(`a.example`)) && PathPrefix(`/blog`)", false)]
    [InlineData("!Host(`b.example`)", true)]
    [InlineData("!(Host(`a.example`) && Method(`POST`))", false)]
    [InlineData("!!Host(`a.example`)", true)]
    [InlineData("Host(`*.example`)", true)]
    [InlineData("Host(`*.a.example`)", false)]
    [InlineData("Host(`**.example`)", true)]
    [InlineData("Host(`*`)", true)]
    [InlineData("HostRegexp(`^[a-z]\\.example$`)", true)]
    [InlineData("HostRegexp(`^b`)", false)]
    [InlineData("Path(`/shop/item`)", true)]
    [InlineData("Path(`/shop`)", false)]
    [InlineData("PathRegexp(`^/shop/i.em$`)", true)]
    [InlineData("PathRegexp(`item`)", true)]
    [InlineData("PathRegexp(`^item`)", false)]
    [InlineData("Method(`post`)", true)]
    [InlineData("Method(`GET`)", false)]
    [InlineData("Header(`X-Tier`, `gold`)", true)]
    [InlineData("header(`x-tier`, `silver`)", true)]
    [InlineData("Header(`X-Tier`, `gol`)", false)]
    [InlineData("HeaderRegexp(`X-Tier`, `^s.*r$`)", true)]
    [InlineData("Header(`X-None`, `gold`)", false)]
    [InlineData("Query(`page`, `2`)", true)]
    [InlineData("Query(`empty`)", true)]
    [InlineData("Query(`page`)", false)]
    [InlineData("Query(`na me`, `ä b`)", true)]
    [InlineData("QueryRegexp(`page`, `^[0-9]$`)", true)]
    [InlineData("QueryRegexp(`page`, `^[a-z]$`)", false)]
    [InlineData("QueryRegexp(`bytes`, `.*`)", true)]
    [InlineData("QueryRegexp(`bytes`, `^a.b$`)", true)]
    [InlineData("QueryRegexp(`bytes`, `^\\x{FFFD}{2}z$`)", true)]
    [InlineData("QueryRegexp(`bytes`, `^\\x{FFFD}z$`)", false)]
    [InlineData("Query(`bytes`)", false)]
    [InlineData("QueryRegexp(`broken`, `.*`)", false)]
    [InlineData("QueryRegexp(`semi`, `.*`)", false)]
    [InlineData("QueryRegexp(`colon`, `.*`)", false)]
    [InlineData("ClientIP(`192.0.2.7`)", true)]
    [InlineData("ClientIP(`192.0.2.0/24`)", true)]
    [InlineData("ClientIP(`192.0.2.99/24`)", true)]
    [InlineData("ClientIP(`2001:db8::/32`)", false)]
    public void Each_condition_and_operator_means_what_it_means_in_traefik(string rule, bool holds)
    {
        RuleReading reading = RuleReader.Read(rule);
        Assert.Empty(reading.Problems);
        RequestFacts request = new("a.example", "/shop/item")
        {
            Method = "POST",
            Client = IPAddress.Parse("::ffff:192.0.2.7"),
            Fields = new Fields(),
        };
        Assert.Equal(holds, reading.Rule!.Matches(request));
        Assert.Equal(holds, reading.Rule.FirstFailing(request) is null);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(30_000)]
    public void A_host_of_any_length_is_compared_in_lower_case(int length) => Assert.True(Matches("HostRegexp(`^a+\\.example$`)", ".Example".PadLeft(length, 'A'), "/"));

    [Theory]
    [InlineData("Header(`X`)", "Header takes two arguments but has 1")]
    [InlineData("Query(`a`, `b`, `c`)", "Query takes one or two arguments but has 3")]
    [InlineData("Method(``)", "an argument of Method is empty")]
    [InlineData("Header(`a b`, `c`)", "cannot be the name of a header")]
    [InlineData("ClientIP(`10.0.0.0/33`)", "neither an address nor a network")]
    [InlineData("ClientIP(`10.1`)", "neither an address nor a network")]
    [InlineData("Host(`a.*.example`)", "wildcard in a place where none is allowed")]
    [InlineData("Host(`{sub:[a-z]+}.example`)", "placeholder, which is Traefik v2's language")]
    [InlineData("Path(`/{id}`)", "placeholder, which is Traefik v2's language")]
    [InlineData("PathRegexp(`a(b`)", "in the regular expression: ")]
    [InlineData("(Host(`a`)", "never closed")]
    [InlineData("Host(`a`))", "unexpected ')'")]
    [InlineData("Host(`a`) || ", "expected a condition but found the end")]
    public void A_wrong_argument_or_operator_is_named(string rule, string message) =>
        Assert.Contains(message, Assert.Single(RuleReader.Read(rule).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void A_rule_nested_without_end_is_refused() =>
        Assert.Contains("nested more than 64 levels", RuleReader.Read(new string('(', 100_000)).Problems[0].Message, StringComparison.Ordinal);

    [Fact]
    public void Hosts_of_a_broken_rule_are_kept() =>
        Assert.Equal(["a.example", "*.b.example"], RuleReader.Read("Host(`a.example`) && Hots(`x`) || Host(`*.b.example`)").MentionedHosts.Select(host => host.ToString()));

    [Fact]
    public void Every_mistake_of_a_rule_is_reported_not_only_the_first()
    {
        RuleReading reading = RuleReader.Read("Hots(`a`) && PathPrefix(`x`) && Host(`b..c`)");
        Assert.Equal([0, 24, 37], reading.Problems.Select(problem => problem.Index));
    }

    [Fact]
    public void Any_text_is_read_without_an_exception_into_a_rule_or_problems_inside_the_text() =>
        Gen.OneOf(Gen.String, RuleLikeText).Sample(text =>
        {
            RuleReading reading = RuleReader.Read(text);
            return reading.Rule is not null == reading.Problems.IsEmpty && reading.Problems.All(problem => problem.Index >= 0 && problem.Index <= text.Length);
        });

    private static Gen<string> RuleLikeText => OneOf(
        "Host", "PathPrefix", "Method", "(", ")", "`", "\"", "'", "a.example", "/x", "&&", "||", "!", ",", " ", "&", "\\", "*").Array[0, 14].Select(parts => string.Concat(parts));

    private static bool Matches(string rule, string host, string path)
    {
        RuleReading reading = RuleReader.Read(rule);
        Assert.Empty(reading.Problems);
        return reading.Rule!.Matches(new RequestFacts(host, path));
    }

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private sealed class Fields : IRequestFields
    {
        public bool AnyHeader(string name, ValueTest test) =>
            name.Equals("X-Tier", StringComparison.OrdinalIgnoreCase) && (test.Holds("gold") || test.Holds("silver"));

        public bool AnyQueryValue(string key, ValueTest test) => QueryText.AnyValue("?page=1&page=2&empty&na%20me=%C3%A4+b&broken=%2&broken=%zz&semi;colon=1&bytes=a%ffb&bytes=%e2%82z", key, test);
    }
}
