using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using EdgeStack.Provisioning.AdminApi;
using EdgeStack.Provisioning.Rendering;
using EdgeStack.Provisioning.Requests;
using EdgeStack.Routes.Questions;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Provisioning.Commands;

/// <summary><c>edgestack requests tail</c>: the last requests and then each one as it ends.</summary>
internal static class RequestsTailCommand
{
    private const int MaxLines = 2000;

    private const string Description =
        """
        Show the last requests of a running gateway, then each one as it ends, until Ctrl-C.

        All of them are there, also when the access log is off or sampled, but for those that a rule keeps out of it.

        Exit codes: 0 shown (--no-follow) · 130 ended by Ctrl-C · 1 the gateway refused or answered something else · 4 nothing answers there · 64 usage.
        """;

    public static Command Create(Surroundings surroundings)
    {
        AdminConnection connection = new();
        Option<int> lines = new("--lines", "-n") { Description = "How many past requests to begin with.", HelpName = "N", DefaultValueFactory = _ => 10, CustomParser = ReadLines };
        Option<bool> noFollow = new("--no-follow") { Description = "Show what is there and leave." };
        Option<string?>[] filters =
        [
            new("--route") { Description = "Only requests that this route took.", HelpName = "NAME" },
            new("--host") { Description = "Only requests for this host.", HelpName = "HOST" },
            new("--status") { Description = "Only these statuses, for example 404 or 4xx,5xx.", HelpName = "LIST" },
            new("--client") { Description = "Only requests of this visitor.", HelpName = "ADDRESS" },
        ];
        Check(filters[2], list => StatusList.Read(list, out _));
        Check(filters[3], address => AddressText.ReadTyped(address, out _));
        Option<OutputFormat> output = OutputOption.Create("Short lines; with ndjson the access log's JSON lines; json is one document and needs --no-follow.");
        Command command = new("tail", Description) { lines, noFollow, filters[0], filters[1], filters[2], filters[3], connection.Admin, connection.TokenFile, output };
        command.Validators.Add(result =>
        {
            if (result.GetValue(output) == OutputFormat.Json && !result.GetValue(noFollow))
                result.AddError("--output json is one document, which has to end: write 'ndjson', or add --no-follow");
        });
        command.SetAction(async (parsed, _) =>
        {
            if (connection.Open(surroundings, parsed) is not { } client)
                return ExitCode.Usage;
            string question = string.Concat(filters.Select(filter => parsed.GetValue(filter) is { } value ? $"&{filter.Name[2..]}={Uri.EscapeDataString(value)}" : ""));
            RequestsTail tail = new(client, surroundings.Screen, surroundings.Time, new TailSettings(question, parsed.GetValue(lines), !parsed.GetValue(noFollow), parsed.GetValue(output)));
            AdminAnswer? refused = await tail.RunAsync(surroundings.Stop.Gently);
            return refused is null ? ExitCode.Fine : AdminConnection.Complain(surroundings, client, refused);
        });
        return command;
    }

    private static void Check(Option<string?> option, Func<string, string?> wrongWith) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: var written }] && wrongWith(written) is { } wrong)
            result.AddError($"{option.Name}: {wrong}");
    });

    private static int ReadLines(ArgumentResult result)
    {
        string written = result.Tokens[0].Value;
        if (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out int lines) && lines <= MaxLines)
            return lines;
        result.AddError($"--lines: '{written}' is not a number from 0 to {MaxLines}; a gateway keeps that many");
        return 0;
    }
}
