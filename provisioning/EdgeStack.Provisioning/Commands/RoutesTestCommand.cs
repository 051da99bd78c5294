using System.Collections.Immutable;
using System.CommandLine;
using System.Net;
using System.Text.Json;
using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Provisioning.Explaining;
using EdgeStack.Provisioning.Linting;
using EdgeStack.Provisioning.Rendering;
using EdgeStack.Routes.Explaining;
using EdgeStack.Routes.Ownership;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack routes test</c>: where a request would go, and why, without sending it.</summary>
internal static class RoutesTestCommand
{
    private const string Description =
        """
        Say where a request would go and why, without sending it: by a running gateway, or by route files.

        Exit codes: 0 a route takes it · 2 none does, or it would be refused or answered with 503 · 1 the gateway refused, or a file cannot be read · 4 nothing answers there · 64 usage.
        """;

    public static Command Create(Surroundings surroundings)
    {
        AdminConnection connection = new();
        Argument<string> url = new("URL") { Description = "For example https://www.example.com/path; the scheme may be left out." };
        Option<string> method = new("--method", "-X") { Description = "The request's method.", HelpName = "METHOD", DefaultValueFactory = _ => "GET" };
        Option<string[]> headers = new("--header", "-H") { Description = "A header, 'Name: value'; may be given several times.", HelpName = "HEADER", Arity = ArgumentArity.OneOrMore };
        Option<string?> client = new("--client") { Description = "The visitor's address, for ClientIP.", HelpName = "ADDRESS" };
        Option<string[]> routes = new("--routes") { Description = "Decide by these files or folders instead of asking a gateway.", HelpName = "PATH", Arity = ArgumentArity.OneOrMore };
        Option<ImmutableArray<HostGrant>> grants = GrantOption.Create();
        Option<OutputFormat> output = OutputOption.Create("For people, one JSON document, or the same on one line.");
        Command command = new("test", Description) { url, method, headers, client, routes, grants, connection.Admin, connection.TokenFile, output };
        command.SetAction(async (parsed, _) =>
        {
            if (Read(parsed.GetRequiredValue(url), parsed.GetRequiredValue(method), parsed.GetValue(headers) ?? [], parsed.GetValue(client), out ExplainedRequest? request) is { } wrong)
                return Fail(surroundings, wrong);
            (AdminExplanation? explanation, JsonElement document, int exit) = parsed.GetValue(routes) is { Length: > 0 } paths
                ? ByFiles(surroundings, paths, parsed.GetValue(grants), request!)
                : await ByGatewayAsync(surroundings, parsed, connection, request!);
            if (explanation is null)
                return exit;
            ExplanationReport.Show(explanation, document, $"{request!.Method} {request.Host}{request.Target}", parsed.GetValue(output), surroundings.Screen);
            return explanation.IsServed ? ExitCode.Fine : ExitCode.ProblemsFound;
        });
        return command;
    }

    private static string? Read(string url, string method, string[] lines, string? client, out ExplainedRequest? request)
    {
        if (!ExplainedRequest.TryParse(url, out request, out string? fault))
            return $"URL: {fault}";
        if (ExplainedRequest.ReadMethod(method, out string upperCase) is { } noMethod)
            return $"--method: {noMethod}";
        IPAddress? address = null;
        if (client is not null && AddressText.ReadTyped(client, out address) is { } noAddress)
            return $"--client: {noAddress}";
        List<KeyValuePair<string, string>> headers = [];
        foreach (string line in lines)
        {
            if (ExplainedRequest.ReadHeader(line, out KeyValuePair<string, string> header) is { } wrong)
                return $"--header: {wrong}";
            headers.Add(header);
        }

        request = request! with { Method = upperCase, Client = address, Headers = headers };
        return null;
    }

    private static (AdminExplanation? Explanation, JsonElement Document, int Exit) ByFiles(Surroundings surroundings, string[] paths, ImmutableArray<HostGrant> grants, ExplainedRequest request)
    {
        RouteFiles files = RouteFiles.Find(surroundings.Directory, paths);
        foreach (string missing in files.Missing)
            surroundings.Screen.Failure($"--routes: {missing}");
        if (!files.Missing.IsEmpty)
            return (null, default, ExitCode.Usage);
        LintReading reading = Linter.Read(files, grants);
        if (reading.Errors > 0)
            surroundings.Screen.Warning($"the files have errors ({reading.Errors}); `edgestack routes lint {string.Join(' ', paths)}` shows them");
        AdminExplanation explanation = LocalExplanation.Of(reading.Routes, request);
        return (explanation, JsonSerializer.SerializeToElement(explanation, AdminJson.Default.AdminExplanation), ExitCode.Fine);
    }

    private static async Task<(AdminExplanation? Explanation, JsonElement Document, int Exit)> ByGatewayAsync(
        Surroundings surroundings, ParseResult parsed, AdminConnection connection, ExplainedRequest request)
    {
        List<string> question = [$"url={Uri.EscapeDataString($"http://{request.Host}{request.Target}")}", $"method={Uri.EscapeDataString(request.Method)}"];
        if (request.Client is { } client)
            question.Add($"client={Uri.EscapeDataString(client.ToString())}");
        question.AddRange(request.Headers.Select(header => $"header={Uri.EscapeDataString($"{header.Key}: {header.Value}")}"));
        (AdminAnswer.Explained? explained, int exit) = await connection.AskAsync<AdminAnswer.Explained>(
            surroundings, parsed, (api, stop) => api.ExplainAsync(string.Join('&', question), stop));
        return (explained?.What, explained?.Document ?? default, exit);
    }

    private static int Fail(Surroundings surroundings, string fault)
    {
        surroundings.Screen.Failure(fault);
        return ExitCode.Usage;
    }
}
