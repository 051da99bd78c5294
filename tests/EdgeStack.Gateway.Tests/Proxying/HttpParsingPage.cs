using System.Text;

namespace EdgeStack.Gateway.Tests.Proxying;

/// <summary>docs/contracts/http-parsing.md: the cases as a page.</summary>
internal static class HttpParsingPage
{
    /// <summary>Compares the page with the cases, or renews it when asked to.</summary>
    public static void Check() => GoldenCase.CheckFile(Path.Combine(RepositoryRoot.Path, "docs", "contracts", "http-parsing.md"), Render());

    private static string Render()
    {
        StringBuilder page = new("""
            # How HTTP/1 requests are read

            Made from the cases of `tests/EdgeStack.Gateway.Tests/Proxying/ParsingCase.cs` by a test (`UPDATE_GOLDENS=1` renews it). Every case is sent over a
            real connection with a second request right behind it. A refusal closes the connection, the second request is never parsed, no upstream sees
            it, and it counts in `edgestack_rejected_requests_total`. Kestrel's refusals have no body. Where a body turns out to be broken while it is
            passed on (H1-06 to H1-09), the upstream may have seen the request begin and break off.

            Kestrel's parser is left as it is, with two switches: lines end with CR LF only, and a Content-Length is read by
            `gateway/EdgeStack.Gateway/Listeners/ContentLengthText.cs`; what it lets through is judged by
            `gateway/EdgeStack.Gateway/Proxying/RequestSyntax.cs`. Chunk extensions it skips as they come, whatever they are and however long: nothing
            of them is kept, none reaches an upstream, and they are no part of the body, so that one without end is a body that stands still. The
            beginning of an HTTP/2 connection it answers with a GOAWAY that says HTTP_1_1_REQUIRED.

            The HTTP client is left as it is, too: an upstream that answers before the end of a body (H1-18) is heard when all of the body has been sent to
            it, or not at all when it hangs up meanwhile: `docs/decisions/011-an-early-answer-waits-for-the-bodys-end.md`.

            | row | sent | answer | by |
            |---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (ParsingCase sent in ParsingCase.All)
        {
            string answer = sent.By == Decider.Upstream ? "served" : sent.Answer is { } status ? $"{status}, closed" : "closed";
            page.Append("| ").Append(sent.Row).Append(" | ").Append(sent.Sent.Replace("|", "\\|", StringComparison.Ordinal)).Append(" | ").Append(answer).Append(" | ")
                .Append(sent.By == Decider.Upstream ? "" : sent.By.ToString()).Append(" |\n");
        }

        return page.ToString();
    }
}
