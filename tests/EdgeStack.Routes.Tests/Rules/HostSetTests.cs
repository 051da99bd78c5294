using CsCheck;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Routes.Tests.Rules;

public sealed class HostSetTests
{
    private static readonly Gen<string> Name = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[1, 3]).Select((a, b, c, labels) => string.Join('.', new[] { $"a{a}", $"b{b}", $"c{c}" }[^labels..]));

    private static readonly Gen<HostPattern> Pattern = Gen.Select(Gen.Enum<HostReach>(), Name).Select((reach, name) => new HostPattern(reach, reach == HostReach.Every ? "" : name));

    [Fact]
    public void A_set_says_of_every_host_and_pattern_what_its_patterns_say_one_by_one() =>
        Gen.Select(Pattern.Array[0, 5], Pattern, Name).Sample((patterns, pattern, host) =>
        {
            HostSet set = new(patterns);
            return set.Contains(host) == patterns.Any(one => one.Matches(host)) && set.Overlaps(pattern) == patterns.Any(one => one.Overlaps(pattern));
        });
}
