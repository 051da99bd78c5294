using System.Globalization;
using EdgeStack.Bench.SideBySide.Contestants;
using EdgeStack.Bench.SideBySide.Scenarios;

namespace EdgeStack.Bench.SideBySide;

/// <summary>The command line.</summary>
internal sealed record Settings
{
    /// <summary>Before the arguments: they are to be read and nothing measured.</summary>
    public const string Check = "check";

    public const string Usage = "tests/bench/run [--quick] [--only NAME,...] [--seconds N] [--rounds N] [--out FILE]";

    public TimeSpan Duration { get; private init; } = TimeSpan.FromSeconds(8);

    /// <summary>Of native programs; those that are compiled while they run get more.</summary>
    public TimeSpan WarmUp { get; private init; } = TimeSpan.FromSeconds(3);

    public int Rounds { get; private init; } = 3;

    /// <summary>How often a route is edited under load.</summary>
    public int Edits { get; private init; } = 1000;

    /// <summary>Contestants and scenarios; of the kind of which none is named, all are meant.</summary>
    public IReadOnlyList<string> Only { get; private init; } = [];

    public string? Out { get; private init; }

    /// <summary>As they were given.</summary>
    public IReadOnlyList<string> Arguments { get; private init; } = [];

    public string Measured => $"{Rounds} {(Rounds == 1 ? "round" : "rounds")} of {Duration.TotalSeconds:0} s, after {WarmUp.TotalSeconds:0} s of warming up; contestants take turns.";

    /// <summary>Throws <see cref="FormatException"/> with a sentence.</summary>
    public static Settings Read(IReadOnlyList<string> arguments)
    {
        Settings settings = new() { Arguments = arguments };
        for (int at = 0; at < arguments.Count; at++)
        {
            string Value() => ++at < arguments.Count ? arguments[at] : throw new FormatException($"{arguments[at - 1]} needs a value: {Usage}");
            int Number() => int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
                ? number
                : throw new FormatException($"{arguments[at - 1]} needs a number above 0: {Usage}");
            settings = arguments[at] switch
            {
                "--quick" => settings with { Duration = TimeSpan.FromSeconds(2), WarmUp = TimeSpan.FromSeconds(1), Rounds = 1, Edits = 200 },
                "--only" => settings with { Only = [.. Value().Split(',').Select(Known)] },
                "--seconds" => settings with { Duration = TimeSpan.FromSeconds(Number()) },
                "--rounds" => settings with { Rounds = Number() },
                "--out" => settings with { Out = Writable(Value()) },
                var unknown => throw new FormatException($"unknown: {unknown}; {Usage}"),
            };
        }

        return settings;
    }

    /// <summary>Of one kind those that are named, or all when none of the kind is.</summary>
    public IReadOnlyList<T> Chosen<T>(IReadOnlyList<T> all, Func<T, string> name)
    {
        T[] named = [.. all.Where(one => Only.Contains(name(one), StringComparer.Ordinal))];
        return named.Length > 0 ? named : all;
    }

    // Asked before an hour goes into what could not be kept then.
    private static string Writable(string file)
    {
        if (file.Length == 0 || Directory.Exists(file))
            throw new FormatException($"--out: '{file}' is not the name of a file");
        bool isNew = !File.Exists(file);
        try
        {
            File.OpenHandle(file, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            if (isNew)
                File.Delete(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"--out: '{file}' cannot be written: {fault.Message}", fault);
        }

        return file;
    }

    // A name that is none would measure everything instead.
    private static string Known(string name)
    {
        string[] known = [.. AllContestants.List.Select(contestant => contestant.Name), .. AllScenarios.List.Select(scenario => scenario.Name), ReloadTrial.Name];
        return known.Contains(name, StringComparer.Ordinal) ? name : throw new FormatException($"--only: '{name}' is none of {string.Join(", ", known)}");
    }
}
