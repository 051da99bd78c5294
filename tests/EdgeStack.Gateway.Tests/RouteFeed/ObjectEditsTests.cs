using EdgeStack.Gateway.RouteFeed;
using EdgeStack.Routes.Documents;

namespace EdgeStack.Gateway.Tests.RouteFeed;

/// <summary>Whatever the edits were: reading the kept versions again, in order, comes to what serves now.</summary>
public sealed class ObjectEditsTests
{
    private const string Right = "routes: [ { name: a, host: a.example, service: \"a:80\" }, { name: b, host: b.example, service: \"b:80\" } ]";
    private const string OtherRight = "routes: [ { name: a, host: a2.example, service: \"a:80\" } ]";
    private const string Broken = "routes: [ broken";
    private const string BrokenToo = "routes: [ { hots: x } ]";
    private const string BrokenAndProtecting = "routes: [ { name: a, host: a.example, service: \"a:80\", middlewares: [ { ipAllowList: { sourceRange: [ 10.0.0.0/8 ] } } ] }, { hots: x } ]";
    private const string NotYet = "routes: [ { name: a, host: a.example, service: \"a:80\", middlewares: [ { circuitBreaker: { expression: x } } ] }, { name: b, host: b3.example, service: \"b:80\" } ]";

    private static readonly string[] Texts = [Right, OtherRight, Broken, BrokenToo, BrokenAndProtecting, NotYet];

    [Fact]
    public void Every_sequence_of_four_edits_is_kept_as_versions_that_come_to_the_same()
    {
        for (int sequence = 0; sequence < 6 * 6 * 6 * 6; sequence++)
        {
            string[] edits = [Texts[sequence % 6], Texts[sequence / 6 % 6], Texts[sequence / 36 % 6], Texts[sequence / 216]];
            ObjectEdits made = Made(edits);

            ObjectEdits replayed = made.Versions.Skip(1).Aggregate(ObjectEdits.First(made.Versions[0]), (state, version) => state.After(version));

            Assert.Equal(made.State.Serving.Select(route => route.ToString()), replayed.State.Serving.Select(route => route.ToString()));
            Assert.Equal((made.State.IsRejected, made.State.WasRight), (replayed.State.IsRejected, replayed.State.WasRight));
            Assert.Equal(made.State.Problems, replayed.State.Problems);
        }
    }

    [Theory]
    [InlineData(1, Right)]
    [InlineData(1, Right, OtherRight)]
    [InlineData(2, Right, Broken)]
    [InlineData(2, Right, Broken, BrokenToo, Broken, BrokenToo)]
    [InlineData(3, Right, BrokenAndProtecting, Broken, BrokenToo)]
    [InlineData(1, Right, Broken, BrokenAndProtecting, OtherRight)]
    [InlineData(1, Broken, BrokenToo)]
    public void Only_versions_that_matter_are_kept(int kept, params string[] edits) => Assert.Equal(kept, Made(edits).Versions.Length);

    [Fact]
    public void A_thousand_broken_edits_that_all_ask_for_protection_are_not_kept_for_ever()
    {
        ObjectEdits edits = Made([Right, .. Enumerable.Range(0, 1000).Select(i => $"routes: [ {{ name: a{i}, host: a{i}.example, service: \"a:80\", limits: {{}} }}, {{ hots: x }} ]")]);
        Assert.InRange(edits.Versions.Length, 1, 8);
    }

    private static ObjectEdits Made(string[] edits) => edits.Skip(1).Aggregate(ObjectEdits.First(Version(edits[0])), (state, text) => state.After(Version(text)));

    private static RouteObject Version(string text) => new("default", "o", [new RouteDocument(text, new TextOrigin("o", "o.yaml"))], FromCluster: true);
}
