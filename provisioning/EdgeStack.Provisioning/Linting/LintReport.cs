using System.Text.Json;
using EdgeStack.Provisioning.Rendering;
using EdgeStack.Routes.Problems;
using Spectre.Console;

namespace EdgeStack.Provisioning.Linting;

/// <summary>Shows what was found, for people as compilers do: place, message, the line with a caret, what to write instead.</summary>
internal static class LintReport
{
    // A longer line is generated; folded over the terminal its caret would point at nothing.
    private const int LongestLine = 200;

    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static void Show(LintReading reading, OutputFormat output, Screen screen)
    {
        if (output == OutputFormat.Text)
            ShowText(reading, screen);
        else
            ShowJson(reading, output, screen);
    }

    private static void ShowJson(LintReading reading, OutputFormat output, Screen screen)
    {
        LintProblem[] problems = [.. reading.Problems.Select(LintProblem.Of)];
        LintDocument document = new(reading.Files, reading.Routes.Length, reading.Errors, reading.Warnings, problems);
        JsonElement json = JsonSerializer.SerializeToElement(document, LintJson.Default.LintDocument);
        if (output == OutputFormat.Json)
            screen.Json(json, indented: true);
        else
            foreach (JsonElement problem in json.GetProperty("problems").EnumerateArray())
                screen.Json(problem, indented: false);
    }

    private static void ShowText(LintReading reading, Screen screen)
    {
        foreach (Problem problem in reading.Problems)
        {
            bool error = problem.Severity == Severity.Error;
            screen.Data(new Paragraph()
                .Append(Printable.Text($"{problem.Where}: "), Bold)
                .Append($"{LintProblem.Word(problem.Severity)}: ", new Style(error ? Color.Red : Color.Yellow))
                .Append(Printable.Text(problem.Message)));
            ShowSource(reading, problem.Where, screen);
            if (problem.Fix is { } fix)
                screen.Data(new Paragraph("  fix: ", new Style(Color.Green)).Append(Printable.Text(fix)));
        }

        Summarise(reading, screen);
    }

    private static void ShowSource(LintReading reading, SourceLocation where, Screen screen)
    {
        if (!reading.Lines.TryGetValue(where.File, out var lines) || where.Line < 1 || where.Line > lines.Length)
            return;
        string line = lines[where.Line - 1];
        if (line.Length > LongestLine || string.IsNullOrWhiteSpace(line))
            return;
        screen.Data(new Paragraph($"{where.Line,6} | ", Dim).Append(Printable.Text(line)));
        if (where.Column < 1 || where.Column > line.Length + 1)
            return;
        // Tabs stay tabs, so that the caret stands below its letter whatever a tab is wide.
        string before = new([.. Printable.Text(line[..(where.Column - 1)]).Select(letter => letter == '\t' ? '\t' : ' ')]);
        screen.Data(new Paragraph("       | ", Dim).Append($"{before}^", new Style(Color.Green)));
    }

    private static void Summarise(LintReading reading, Screen screen)
    {
        string read = $"{Count(reading.Files, "file")}, {Count(reading.Routes.Length, "route")}";
        if (reading.Files == 0 && reading.Problems.IsEmpty)
            screen.Warning("no route files: files that end in .yaml, .yml or .json are read");
        else if (reading.Problems.IsEmpty)
            screen.Progress(new Paragraph($"{read}: ").Append("no problems", new Style(Color.Green)));
        else
            screen.Progress($"{read}: {Count(reading.Errors, "error")}, {Count(reading.Warnings, "warning")}");
    }

    private static string Count(int number, string what) => $"{number} {what}{(number == 1 ? "" : "s")}";
}
