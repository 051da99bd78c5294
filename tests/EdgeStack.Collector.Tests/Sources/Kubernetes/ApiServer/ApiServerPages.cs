using Microsoft.AspNetCore.Http;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.ApiServer;

/// <summary>What a fake API server says of itself.</summary>
internal static class ApiServerPages
{
    private const string Path = "/metrics";

    public static void Show(this FakeKubeApi server, string page) => server.Show(context => context.Response.WriteAsync(page, context.RequestAborted));

    public static void Show(this FakeKubeApi server, RequestDelegate page) => server.Pages[Path] = page;

    /// <summary>Answers with a status and a sentence of the server.</summary>
    public static void Refuse(this FakeKubeApi server, int status) => server.Show(context =>
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsync($$"""{ "kind": "Status", "code": {{status}}, "message": "scripted" }""", context.RequestAborted);
    });
}
