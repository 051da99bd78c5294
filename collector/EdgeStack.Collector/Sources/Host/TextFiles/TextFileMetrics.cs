using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Scraping;

namespace EdgeStack.Collector.Sources.Host.TextFiles;

/// <summary>
/// Metrics that scripts leave in files. A file counts whole or not at all, and one that is wrong does not touch the others; families that the program has itself are not taken
/// from a file. Files should be written elsewhere in the folder and renamed, so that nobody reads half of one.
/// </summary>
/// <param name="options">Where they are.</param>
/// <param name="isOurs">Whether the program shows a family of that name itself.</param>
internal sealed class TextFileMetrics(TextFileOptions options, Func<string, bool> isOurs) : IHostReading
{
    private const string Ending = ".prom", OwnPrefix = "node_textfile_";
    private const int MostFiles = 200;

    private static readonly ExpositionLimits Limits = new() { Bytes = 1024 * 1024 };
    private static readonly Family Modified = Family.Gauge("node_textfile_mtime_seconds", "When a file that was read was last written, in seconds since 1970.", "file");
    private static readonly Family Fault = Family.Gauge("node_textfile_scrape_error", "1 when a file, or part of it, could not be read.");

    private readonly Dictionary<string, ExpositionReader> _readers = [];

    // A part that cannot be read at the moment keeps its names.
    private readonly HashSet<string> _ours = [];

    public const string SourceName = "textfile";

    public string Name => SourceName;

    public SourceOutcome Read(HostRoots roots, SampleWriter samples)
    {
        string[] folders = [.. options.Folders.Where(folder => Directory.Exists(roots.InRootFs(folder)))];
        if (folders.Length == 0)
            return new SourceOutcome.Absent($"there is no folder {string.Join(", ", options.Folders)}");
        int problems = samples.Problems.Count;
        TextFilePage page = new(samples, IsOurs, Limits.Samples);
        HashSet<string> files = [];
        foreach (string folder in folders)
        {
            foreach (string name in KernelFile.List(roots.InRootFs(folder)).Where(name => name.EndsWith(Ending, StringComparison.Ordinal)))
            {
                string file = Path.Combine(folder, name);
                if (files.Count < MostFiles && files.Add(file))
                    Read(file, roots.InRootFs(file), page, samples);
                else
                    samples.Report($"{file}: {MostFiles} files are read, and no more");
            }
        }

        samples.Add(Fault, samples.Problems.Count > problems ? 1 : 0);
        foreach (string gone in _readers.Keys.Except(files))
            _readers.Remove(gone);
        return SourceOutcome.Ok;
    }

    private bool IsOurs(string name)
    {
        if (name.StartsWith(OwnPrefix, StringComparison.Ordinal) || _ours.Contains(name))
            return true;
        if (!isOurs(name))
            return false;
        _ours.Add(name);
        return true;
    }

    private void Read(string file, string path, TextFilePage page, SampleWriter samples)
    {
        try
        {
            DateTime modified = File.GetLastWriteTimeUtc(path);
            // As the kernel's files are: a link may lead to a pipe, which is not waited for, or to something without an end.
            using KernelBytes text = KernelFile.ReadBytes(path);
            if (!text.Exists)
                throw new IOException("it is gone, or a link that leads nowhere");
            if (text.Bytes.Length > Limits.Bytes)
                throw new IOException($"it is longer than {Limits.Bytes} bytes");
            if (!_readers.TryGetValue(file, out ExpositionReader? reader))
                _readers[file] = reader = new ExpositionReader(Limits);
            string? why = reader.Read(text.Bytes, ExpositionFormat.PlainText) switch
            {
                ExpositionReading.Whole whole => page.Add(file, whole.Families),
                ExpositionReading.Malformed malformed => $"line {malformed.Line}: {malformed.Why}",
                ExpositionReading.Limited limited => $"line {limited.Line}: {limited.Why}",
                _ => null,
            };
            if (why is null)
                samples.Add(Modified, (modified - DateTime.UnixEpoch).TotalSeconds, file);
            else
                samples.Report($"{file}: {why}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            samples.Report($"{file}: {fault.Message}");
        }
    }
}
