using System.Text;
using System.Text.Json;

namespace EdgeStack.StandIns.Cloudflared;

/// <summary>Writes lines as cloudflared does: JSON, or the log for people.</summary>
/// <param name="json">Which of the two.</param>
internal sealed class Voice(bool json)
{
#pragma warning disable RS0030 // the stand-in is a program of its own, and this is its log
    private readonly Stream _error = Console.OpenStandardError();
#pragma warning restore RS0030

    public void Info(string message, params (string Key, object Value)[] fields) => Write("info", message, fields);

    public void Error(string message, string error, params (string Key, object Value)[] fields) => Write("error", message, [.. fields, ("error", error)]);

    /// <summary>Bare text, as the layer of the command line writes it.</summary>
    public void Bare(string text) => Bytes(Encoding.UTF8.GetBytes(text + "\n"));

    public void Bytes(byte[] bytes)
    {
        lock (_error)
            _error.Write(bytes);
    }

    private void Write(string level, string message, (string Key, object Value)[] fields)
    {
        if (!json)
        {
            string pairs = string.Concat(fields.Select(field => $" {field.Key}={(field.Value is string text && text.Contains(' ', StringComparison.Ordinal) ? $"\"{text}\"" : field.Value)}"));
            Bare($"2026-11-29T06:00:00Z {(level == "info" ? "INF" : "ERR")} {message}{pairs}");
            return;
        }

        using MemoryStream line = new();
        using (Utf8JsonWriter writer = new(line))
        {
            writer.WriteStartObject();
            writer.WriteString("level", level);
            writer.WriteString("time", "2026-11-29T06:00:00Z");
            foreach ((string key, object value) in fields)
            {
                if (value is int number)
                    writer.WriteNumber(key, number);
                else
                    writer.WriteString(key, (string)value);
            }

            writer.WriteString("message", message);
            writer.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        Bytes(line.ToArray());
    }
}
