using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Pages;

/// <summary>Answers kubelet and systemd.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder endpoints, SourceBoard board)
    {
        endpoints.MapGet("/healthz/live", static context => AnswerAsync(context, null));
        endpoints.MapGet("/healthz/ready", context => AnswerAsync(context, WhyNotReady(board)));
    }

    // A source that fails is told by its own metrics; the program is ready when it can show something.
    private static string? WhyNotReady(SourceBoard board) => board.All.Any(state => state.Last is not null) ? null : "nothing has been read yet";

    private static Task AnswerAsync(HttpContext context, string? fault)
    {
        context.Response.StatusCode = fault is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(fault is null ? "ok\n" : $"{fault}\n", context.RequestAborted);
    }
}
