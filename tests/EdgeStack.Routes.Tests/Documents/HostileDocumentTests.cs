using CsCheck;
using EdgeStack.Routes.Documents;
using EdgeStack.Routes.Problems;

namespace EdgeStack.Routes.Tests.Documents;

/// <summary>Whatever stands in a document, the reader comes back with routes and problems.</summary>
public sealed class HostileDocumentTests
{
    private const string Good = """
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: api, namespace: default, labels: { edgestack.dev/routes: "true" } }
        data:
          routes.yaml: |
            routes:
              - host: blog.example.com
                service: blog:8080
              - { match: "Host(`a.example`) && PathPrefix(`/x`)", service: "a:80", priority: 3 }
        """;

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t\r\n")]
    public void CF_03_a_file_or_key_without_a_character_is_a_warning(string text)
    {
        ManifestReading file = ManifestReader.Read("r.yaml", text);
        Assert.False(file.Unreadable);
        Assert.Equal("r.yaml: warning: is empty: nothing is served from it (delete it if that is meant)", Assert.Single(file.Problems).ToString());
        RouteReading key = RouteReader.Read(new RouteObject("default", "a", [new RouteDocument(text, new TextOrigin("ConfigMap default/a", "r.yaml"))], FromCluster: true));
        Assert.False(key.Rejected);
        Assert.Equal("ConfigMap default/a: r.yaml: warning: is empty: nothing is served from it (delete it if that is meant)", Assert.Single(key.Problems).Full);
    }

    [Theory]
    [InlineData("routes:\n  - hosts: {x.test\n    service: be:80\n")]
    [InlineData("a: {b\nc: d")]
    [InlineData("? &a [*a]\n: x")]
    [InlineData("kind: List\nitems: &a [ {kind: List, items: *a} ]")]
    [InlineData("routes: &r\n  - host: a\n  - *r\n")]
    [InlineData("? {a: b}\n: c")]
    [InlineData("%YAML 9.9\n---\na: b")]
    [InlineData("'")]
    [InlineData("!!binary x: y\n&a: b")]
    public void CF_01_a_document_that_is_no_yaml_or_refers_to_itself_is_one_problem_with_its_line(string text)
    {
        ManifestReading reading = ManifestReader.Read("r.yaml", text);
        Problem problem = Assert.Single(reading.Problems);
        Assert.True(reading.Unreadable);
        Assert.Equal(Severity.Error, problem.Severity);
        Assert.True(problem.Where.Line > 0, problem.ToString());
    }

    [Theory]
    [InlineData("\r")]
    [InlineData("\u0085")]
    [InlineData("\u2028")]
    public void CF_01_any_line_break_that_YAML_knows_counts_as_one(string lineBreak)
    {
        ManifestReading reading = ManifestReader.Read("r.yaml", $"{lineBreak}{lineBreak}routes:{lineBreak}  - {{ hots: a.example }}");
        Problem problem = RouteReader.Read(Assert.Single(reading.Objects)).Problems[0];
        Assert.Equal(4, problem.Where.Line);
    }

    [Fact]
    public void CF_01_a_document_above_the_limit_is_refused_unread() =>
        Assert.Contains("larger than 1 MiB", Assert.Single(ManifestReader.Read("r.yaml", new string('#', YamlText.MaxLength + 1)).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void A_document_with_any_piece_cut_out_doubled_or_replaced_is_read_without_an_exception() =>
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Int[0, 12], Gen.Int[0, 3], Gen.OneOf(Gen.String[Gen.Char, 0, 3], Gen.Char["{}[]:,&*?|>-'\"`%@!#\n\t \\"].Select(c => c.ToString()))).Sample((at, length, kind, insert) =>
        {
            string piece = Good.Substring(at, Math.Min(length, Good.Length - at));
            string text = kind switch
            {
                0 => Good.Remove(at, piece.Length),
                1 => Good.Insert(at, piece),
                _ => Good.Remove(at, piece.Length).Insert(at, insert),
            };
            ManifestReading reading = ManifestReader.Read("r.yaml", text);
            foreach (RouteObject read in reading.Objects)
                RouteReader.Read(read);
        }, iter: 5000);
}
