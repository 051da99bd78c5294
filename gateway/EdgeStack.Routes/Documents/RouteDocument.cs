namespace EdgeStack.Routes.Documents;

/// <summary>The text of one route document: a key of a labelled ConfigMap, or a bare document in a file.</summary>
public sealed record RouteDocument(string Text, TextOrigin Origin);
