using System.Text.Json.Nodes;

namespace EdgeStack.Testing;

/// <summary>Label selectors of the simple forms: <c>a=b</c>, <c>a==b</c>, <c>a!=b</c>, <c>a</c>, <c>!a</c>, joined by commas.</summary>
internal static class FakeKubeApiSelector
{
    public static bool Matches(string selector, JsonNode? item)
    {
        JsonNode? labels = item?["metadata"]?["labels"];
        return selector.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(term => Holds(term, labels));
    }

    private static bool Holds(string term, JsonNode? labels)
    {
        if (term.Split("!=") is [string unwanted, string not])
            return Value(labels, unwanted) != not;
        if (term.Split('=', StringSplitOptions.RemoveEmptyEntries) is [string wanted, string value])
            return Value(labels, wanted) == value;
        return term.StartsWith('!') ? Value(labels, term[1..]) is null : Value(labels, term) is not null;
    }

    private static string? Value(JsonNode? labels, string key) => labels?[key]?.GetValue<string>();
}
