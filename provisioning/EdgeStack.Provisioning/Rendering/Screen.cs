using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeStack.Provisioning.Faults;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace EdgeStack.Provisioning.Rendering;

/// <summary>
/// The two streams a person or a program reads: data on standard output, everything else on standard error. Lines come from several
/// tasks at once (the gateway's output, progress), so each is written whole.
/// </summary>
internal sealed class Screen
{
    // Lines are never folded by us: an address or a command that was folded cannot be copied. Only tables fit themselves to the terminal.
    private const int NoFolding = 100_000;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();
    private readonly IAnsiConsole _data;
    private readonly IAnsiConsole _progress;
    private readonly int _tableWidth;

    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="colours">Which of the two are terminals; the colours themselves still depend on <c>NO_COLOR</c>.</param>
    /// <param name="tableWidth">Columns of the terminal; null when standard output is none.</param>
    public Screen(TextWriter output, TextWriter error, (bool Output, bool Error) colours = default, int? tableWidth = null)
    {
        Output = new EnduringWriter(output, fault =>
        {
            OutputFailed = true;
            Failure($"standard output cannot be written: {fault.Message}");
        });
        // Nobody is left to tell about standard error.
        Error = new EnduringWriter(error, _ => { });
        IsTerminal = colours.Error;
        _data = Open(Output, colours.Output);
        _progress = Open(Error, colours.Error);
        _tableWidth = tableWidth ?? NoFolding;
    }

    public TextWriter Output { get; }

    public TextWriter Error { get; }

    /// <summary>Somebody sees what is said on standard error.</summary>
    public bool IsTerminal { get; }

    /// <summary>Data was lost, which has been said: whatever a command did, its answer did not arrive.</summary>
    public bool OutputFailed { get; private set; }

    /// <summary>A line that is already in its final form.</summary>
    public void RawData(string line)
    {
        lock (_gate)
            Output.WriteLine(line);
    }

    public void Data(Paragraph line) => Write(_data, line);

    public void Data(Table table)
    {
        lock (_gate)
        {
            _data.Profile.Width = _tableWidth;
            _data.Write(table);
        }
    }

    public void Json(JsonElement element, bool indented)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter writer = new(bytes, indented ? Indented : Compact))
            element.WriteTo(writer);
        RawData(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
    }

    public void Progress(string line) => Write(_progress, new Paragraph(Printable.Text(line)));

    public void Progress(Paragraph line) => Write(_progress, line);

    public void Warning(string line) => Labelled("warning: ", new Style(Color.Yellow), line);

    public void Failure(string line) => Labelled("error: ", new Style(Color.Red), line);

    /// <summary>One that <c>edgestack explain</c> says more about.</summary>
    public void Failure(FaultCode code, string line) => Labelled($"error {FaultCatalogue.Name(code)}: ", new Style(Color.Red), line);

    private void Labelled(string label, Style style, string line) =>
        Write(_progress, new Paragraph(label, style).Append(Printable.Text(line)));

    private void Write(IAnsiConsole console, Paragraph line)
    {
        lock (_gate)
        {
            console.Profile.Width = NoFolding;
            console.Write(line);
            console.WriteLine();
        }
    }

    private static IAnsiConsole Open(TextWriter writer, bool colours) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Ansi = colours ? AnsiSupport.Detect : AnsiSupport.No,
        ColorSystem = colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.No,
        Out = new AnsiConsoleOutput(writer),
    });
}
