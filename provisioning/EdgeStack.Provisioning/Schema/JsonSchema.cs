using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EdgeStack.Provisioning.Schema;

/// <summary>A shape as JSON Schema (2020-12), for editors: completion and errors while somebody types.</summary>
internal static class JsonSchema
{
    /// <param name="id">The schema's own name.</param>
    /// <param name="title">What it describes.</param>
    /// <param name="shape">The whole document.</param>
    public static string Of(string id, string title, Shape.Mapping shape)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("$id", id);
            json.WriteString("title", title);
            WriteMapping(json, shape);
            json.WriteEndObject();
        }

        return $"{Encoding.UTF8.GetString(bytes.ToArray())}\n";
    }

    private static void Write(Utf8JsonWriter json, Shape shape)
    {
        switch (shape)
        {
            case Shape.Text text:
                json.WriteString("type", "string");
                if (text.Pattern is { } pattern)
                    json.WriteString("pattern", WithVariables(pattern));
                break;
            case Shape.Whole whole:
                json.WriteString("type", "integer");
                json.WriteNumber("minimum", whole.Least);
                json.WriteNumber("maximum", whole.Most);
                break;
            case Shape.Flag:
                json.WriteString("type", "boolean");
                break;
            case Shape.Choice choice:
                WriteTexts(json, "enum", choice.Words);
                break;
            case Shape.Mapping mapping:
                WriteMapping(json, mapping);
                break;
            case Shape.List list:
                json.WriteString("type", "array");
                json.WriteStartObject("items");
                Write(json, list.Item);
                json.WriteEndObject();
                break;
            case Shape.OneOrMore more:
                WriteAlternatives(json, "anyOf", [more.Item, new Shape.List(more.Item)]);
                break;
            case Shape.Names names:
                json.WriteString("type", "object");
                json.WriteStartObject("additionalProperties");
                Write(json, names.Value);
                json.WriteEndObject();
                break;
            case Shape.Reference reference:
                json.WriteString("type", "object");
                WriteAlternatives(json, "oneOf", reference.Ways.Select(way => new Shape.Mapping(way.Name, [way with { IsRequired = true }])));
                break;
        }
    }

    // The environment may stand in any text, and then nobody knows what it will be.
    private static string WithVariables(string pattern) => $"^(?:{pattern})$|\\$\\{{";

    private static void WriteMapping(Utf8JsonWriter json, Shape.Mapping shape)
    {
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        if (shape.Fields.Any(field => field.IsRequired))
            WriteTexts(json, "required", shape.Fields.Where(field => field.IsRequired).Select(field => field.Name));
        json.WriteStartObject("properties");
        foreach (Field field in shape.Fields)
            WriteField(json, field);
        json.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter json, Field field)
    {
        json.WriteStartObject(field.Name);
        json.WriteString("description", field.Description);
        Write(json, field.Shape);
        if (field.Default is { } value)
        {
            json.WritePropertyName("default");
            json.WriteRawValue(field.Shape is Shape.Flag or Shape.Whole ? value : $"\"{JsonEncodedText.Encode(value)}\"");
        }

        json.WriteEndObject();
    }

    private static void WriteAlternatives(Utf8JsonWriter json, string word, IEnumerable<Shape> shapes)
    {
        json.WriteStartArray(word);
        foreach (Shape shape in shapes)
        {
            json.WriteStartObject();
            Write(json, shape);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
