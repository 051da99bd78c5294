namespace EdgeStack.Kubernetes;

/// <summary>One question to the API server, with what sentences about its failure need.</summary>
/// <param name="Verb">As in roles: <c>list</c>, <c>watch</c>, <c>get</c>, <c>create</c>, <c>patch</c>.</param>
/// <param name="GroupVersion"><c>v1</c> or <c>group/version</c>; empty, with an empty resource, for what stands above the versions.</param>
/// <param name="Plural">Resource; empty for a discovery document.</param>
/// <param name="Namespace">Null: all namespaces.</param>
internal sealed record ApiRequest(string Verb, string GroupVersion, string Plural, string? Namespace)
{
    /// <summary>Escaped, without the question mark.</summary>
    public string Query { get; private init; } = "";

    /// <summary>API group as in roles: empty for the core group.</summary>
    public string Group => GroupVersion.Split('/') is [string group, _] ? group : "";

    /// <summary>Of the one object that is asked for; null for all of them.</summary>
    public string? Name { get; init; }

    /// <summary>JSON that is sent along; null when it only asks.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Of objects, only what every object has.</summary>
    public bool MetadataOnly { get; init; }

    /// <summary>A page of the server that belongs to no version, as in a role's <c>nonResourceURLs</c> without the slash before it: <c>metrics</c>. Text, not JSON.</summary>
    public string? Page { get; init; }

    /// <summary>
    /// Over the one connection that all such requests have, one after the other: as long as it lasts, the same one of several servers behind one address answers.
    /// </summary>
    public bool SameServer { get; init; }

    public string Subject => Page is not null ? "/" + Page : GroupVersion.Length == 0 ? "the list of versions" : Plural.Length == 0 ? "the discovery document of " + GroupVersion : Name is null ? Plural : $"{Plural} \"{Name}\"";

    public string Where => Plural.Length == 0 ? "" : Namespace is null ? " in all namespaces" : $" in namespace \"{Namespace}\"";

    /// <summary>Relative, since an API server may live below a path of a proxy.</summary>
    public string RelativeUri
    {
        get
        {
            string path = Page is not null ? Page : GroupVersion.Length == 0 ? "api" : Group.Length > 0 ? "apis/" + GroupVersion : "api/" + GroupVersion;
            if (Namespace is not null)
                path += "/namespaces/" + Uri.EscapeDataString(Namespace);
            if (Plural.Length > 0)
                path += "/" + Plural;
            if (Name is not null)
                path += "/" + Uri.EscapeDataString(Name);
            return Query.Length == 0 ? path : path + "?" + Query;
        }
    }

    public ApiRequest With(string parameter, string? value) => string.IsNullOrEmpty(value)
        ? this
        : this with { Query = $"{Query}{(Query.Length == 0 ? "" : "&")}{parameter}={Uri.EscapeDataString(value)}" };
}
