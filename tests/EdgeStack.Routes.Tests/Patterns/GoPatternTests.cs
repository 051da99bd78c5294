using EdgeStack.Routes.Patterns;

namespace EdgeStack.Routes.Tests.Patterns;

public sealed class GoPatternTests
{
    [Theory]
    [InlineData("<99999999999999999999", "<99999999999999999999")]
    [InlineData("'99999999999999999999", "'99999999999999999999")]
    [InlineData("(a)<1>'1'", "a<1>'1'")]
    [InlineData("[<']+>", "<'>")]
    public void Signs_that_begin_a_reference_in_dotnet_are_signs(string pattern, string text)
    {
        PatternReading reading = GoPattern.Read(pattern);
        Assert.Empty(reading.Problems);
        Assert.True(reading.Regex!.IsMatch(text));
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|a)*$")]
    [InlineData("^(a|aa)+$")]
    [InlineData("^(.*)*x$")]
    [InlineData("^([a-z]+)*$")]
    [InlineData("(.*a){20}b")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    public async Task CF_05_a_pattern_that_another_engine_would_never_finish_is_done_with_a_long_text(string pattern)
    {
        PatternReading reading = GoPattern.Read(pattern);
        Assert.Empty(reading.Problems);
        // A backtracking engine takes 2^8000 steps for most of these.
        string text = new string('a', 8000) + "!";
        Assert.False(await Task.Run(() => reading.Regex!.IsMatch(text)).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(@"(a+)\1")]
    [InlineData("(?=a+)a+b")]
    [InlineData("(?<=a+)b")]
    [InlineData("(?>a+)b")]
    public void CF_05_what_only_a_backtracking_engine_can_do_is_refused(string pattern) => Assert.NotEmpty(GoPattern.Read(pattern).Problems);

    [Theory]
    [InlineData("a(b", 1, "this '(' is never closed", @"write \( for the character")]
    [InlineData("ab)", 2, "this ')' closes nothing", @"write \) for the character")]
    [InlineData("a[b", 1, "this '[' is never closed", @"write \[ for the character")]
    [InlineData("*.example.com", 0, "there is nothing before '*' to repeat", @"write \* for the character")]
    [InlineData("a|+", 2, "there is nothing before '+' to repeat", @"write \+ for the character")]
    [InlineData("xa**", 2, "'**' repeats a repetition", "keep one of the operators, or put the first in a group: (?:…)")]
    [InlineData("a++", 1, "'++' repeats a repetition", "keep one of the operators, or put the first in a group: (?:…)")]
    [InlineData("a{2}{3}", 1, "'{2}{3}' repeats a repetition", "keep one of the operators, or put the first in a group: (?:…)")]
    [InlineData("a{2,1}", 1, "'{2,1}': the repetition counts run backwards", null)]
    [InlineData("a{1001}", 1, "'{1001}': a repetition count is at most 1000", null)]
    [InlineData("(a{10}){101}", 7, "'{101}' and the counts inside it ask for more than 1000 copies", null)]
    [InlineData("é[z-a]", 2, "the range 'z-a' runs backwards", "put the hyphen last in the class when it is meant as a character")]
    [InlineData("[[:foo:]]", 1, "'[:foo:]' is no class", "the classes are alnum, alpha, ascii, blank, cntrl, digit, graph, lower, print, punct, space, upper, word, xdigit")]
    [InlineData(@"a\", 1, "the pattern ends with a single backslash", @"write \\ for the character")]
    [InlineData(@"😀\Z", 2, @"'\Z' is not known to Go", @"write \z")]
    [InlineData(@"\q", 0, @"'\q' is not an escape that Go knows", "write q for the character")]
    [InlineData(@"\u00e9", 0, @"'\u' is not known to Go", @"write \x{…} with the code point in hexadecimal")]
    [InlineData(@"(a)\1", 3, @"'\1' refers back to a group, which Go cannot do", null)]
    [InlineData(@"\x{110000}", 0, @"'\x{110000' is not a code point: \x takes two hexadecimal digits, or up to 10FFFF in braces", @"for example \x7F or \x{1F600}")]
    [InlineData("a(?=b)", 1, "Go has no lookahead", "state the second condition as a matcher of its own, joined by &&")]
    [InlineData("(?<!a)b", 0, "Go has no lookbehind", "state what must not match as a matcher of its own: && !…")]
    [InlineData("(?x)a", 0, "Go has no flag x: spaces and comments in a pattern are literal", "leave the flag and the spaces out")]
    [InlineData("(?P<a-b>x)", 0, "'(?P<a-b>' is not the name of a group: letters, digits and _ between < and >", "write (?P<name>…)")]
    [InlineData("(?z)", 0, "'(?z' is no group or flag that Go knows", "the flags are i, m, s and U, as in (?i) or (?i:…)")]
    public void A_mistake_is_reported_with_its_place_and_what_to_write(string pattern, int index, string message, string? fix) =>
        Assert.Equal([new PatternProblem(index, message, fix)], GoPattern.Read(pattern).Problems);

    [Theory]
    [InlineData(@"^/api\b", 5, @"'\b', the edge of an ASCII word, is not implemented", @"at the end write (?:\W|$), at the beginning (?:^|\W)")]
    [InlineData(@"[a\p{Greek}]", 2, @"'\p{Greek}' is no general category of Unicode in its short form; scripts are not implemented", @"write \p{L}, \p{Lu}, \p{Nd}, … or a range such as [\x{370}-\x{3FF}]")]
    [InlineData(@"\pC", 0, "what category 'C' holds depends on the version of Go", @"write [\p{Cc}\p{Cf}\p{Co}]")]
    [InlineData(@"\x{D800}", 0, @"'\x{D800}' is half of a surrogate pair, which is no character", "write the whole code point")]
    public void What_cannot_be_kept_exactly_is_refused(string pattern, int index, string message, string? fix) =>
        Assert.Equal([new PatternProblem(index, message, fix)], GoPattern.Read(pattern).Problems);

    [Theory]
    [InlineData("{subdomain:[a-z]+}.example.com", 0, "'{subdomain:[a-z]+}' is a placeholder of Traefik v2; version 3 takes a regular expression", @"write ^[a-z]+\.example\.com$")]
    [InlineData("{sub}.example.com", 0, "'{sub}' is a placeholder of Traefik v2; version 3 takes a regular expression", @"write ^[^.]+\.example\.com$")]
    [InlineData("{sub:www|shop}.example.com", 0, "'{sub:www|shop}' is a placeholder of Traefik v2; version 3 takes a regular expression", @"write ^(?:www|shop)\.example\.com$")]
    [InlineData("/products/{id:[0-9]{3}}/{rest}", 10, "'{id:[0-9]{3}}' is a placeholder of Traefik v2; version 3 takes a regular expression", "write ^/products/[0-9]{3}/[^/]+ (with a $ at the end when nothing may follow)")]
    public void A_placeholder_of_version_2_is_reported_with_the_expression_to_write(string pattern, int index, string message, string fix) =>
        Assert.Equal([new PatternProblem(index, message, fix)], GoPattern.Read(pattern).Problems);

    [Theory]
    [InlineData(@"a\{name\}")]
    [InlineData("a{1}")]
    [InlineData("a{,2}")]
    [InlineData("{:x}")]
    [InlineData(@"\Q{name}\E")]
    [InlineData("[{name}]")]
    public void Braces_that_are_no_placeholder_are_taken(string pattern) => Assert.Empty(GoPattern.Read(pattern).Problems);

    [Fact]
    public void All_that_is_refused_is_reported_not_only_the_first() =>
        Assert.Equal([0, 5, 14], GoPattern.Read(@"\bfoo\p{Greek}\B(").Problems.Select(problem => problem.Index).Take(3));

    [Theory]
    [InlineData("(a{0,20}){50}")]
    [InlineData("^a{1000}b{1000}c{1000}d{1000}e{1000}$")]
    [InlineData(@"[^a]{20}\pL{300}(x?y?z?){90}")]
    public void A_pattern_that_weighs_too_much_is_refused(string pattern) =>
        Assert.StartsWith("the pattern weighs more than 256", Assert.Single(GoPattern.Read(pattern).Problems).Message, StringComparison.Ordinal);

    // Since Go 1.22; the recorded answers are of an older one.
    [Theory]
    [InlineData("^(?<n>a)$", "a")]
    [InlineData("^(?<n_1>a|b)+$", "ab")]
    public void A_group_may_be_named_without_P(string pattern, string subject) => Assert.True(GoPattern.Read(pattern).Regex!.IsMatch(subject));

    // Unicode 14 has these, the recorded answers are of 13.
    [Theory]
    [InlineData("\u2c2f", "\u2c5f")]
    [InlineData("\ua7c0", "\ua7c1")]
    [InlineData("\ua7d8", "\ua7d9")]
    [InlineData("\U00010570", "\U00010597")]
    [InlineData("\U00010595", "\U000105bc")]
    public void Case_is_folded_as_in_unicode_15(string upper, string lower)
    {
        Assert.True(GoPattern.Read($"^(?i){upper}$").Regex!.IsMatch(lower));
        Assert.True(GoPattern.Read($"^(?i){lower}$").Regex!.IsMatch(upper));
    }

    // What .NET 10's own automaton loses with more than 255 classes of characters.
    [Theory]
    [InlineData(@"\PL")]
    [InlineData(@"^\P{Lo}+$")]
    [InlineData(@"(?m:\S?\pL)*\n")]
    public void A_line_feed_at_the_end_is_seen_by_patterns_with_many_classes(string pattern) => Assert.True(GoPattern.Read(pattern).Regex!.IsMatch("\n"));
}
