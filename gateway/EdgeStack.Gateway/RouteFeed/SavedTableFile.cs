using System.Collections.Immutable;
using System.IO.Compression;
using System.Text.Json;
using EdgeStack.Gateway.State;

namespace EdgeStack.Gateway.RouteFeed;

/// <summary>The last good table on disk: compressed JSON in a <see cref="StateFile"/>.</summary>
internal sealed class SavedTableFile(string folder)
{
    /// <summary>To be raised with every change of what is kept that an earlier program would misunderstand.</summary>
    private const int Version = 1;

    private readonly StateFile _file = new(Path.Combine(folder, "routes"), Version);

    /// <returns>The table, when it was written, and what is wrong with the generations that could not be used.</returns>
    public (SavedTable? Table, DateTimeOffset? Written, ImmutableArray<string> Faults) Read()
    {
        StateReading reading = _file.Read();
        if (reading.Content is not { } content)
            return (null, null, reading.Faults);
        try
        {
            using GZipStream json = new(new MemoryStream(content), CompressionMode.Decompress);
            return (JsonSerializer.Deserialize(json, SavedTableJson.Default.SavedTable), reading.Written, reading.Faults);
        }
        catch (Exception fault) when (fault is JsonException or InvalidDataException)
        {
            return (null, null, reading.Faults.Add($"the routes in {folder} are whole but cannot be understood: {fault.Message}"));
        }
    }

    /// <returns>Bytes written; 0 when the same stood there.</returns>
    public int Write(SavedTable table)
    {
        using MemoryStream content = new();
        using (GZipStream json = new(content, CompressionLevel.Fastest, leaveOpen: true))
            JsonSerializer.Serialize(json, table, SavedTableJson.Default.SavedTable);
        return _file.Write(content.GetBuffer().AsSpan(0, (int)content.Length)) ? (int)content.Length : 0;
    }
}
