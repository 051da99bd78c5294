// Hot path: turns an answer's fields into the strings that Kestrel asks for, without making those anew that the last answer had as well.
using System.Text;
using EdgeStack.Bench.SocketForwarder.Heads;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Bench.SocketForwarder.KestrelFront;

/// <summary>The fields of the last answer on a visitor's connection, by their place in it.</summary>
internal sealed class RememberedFields
{
    private const int Most = 16;

    private readonly (byte[] Line, string Name, string Value)[] _last = new (byte[], string, string)[Most];

    public void CopyTo(IHeaderDictionary headers, AnswerHead answer, ReadOnlySpan<byte> head)
    {
        headers.ContentLength = answer.Fields.ContentLength;
        int place = 0;
        foreach (Field field in answer.Fields.All)
        {
            if (field.Kind is not (FieldKind.EndToEnd or FieldKind.Host))
                continue;
            (string name, string value) = Strings(place++, field, head);
            headers[name] = headers.TryGetValue(name, out StringValues before) ? StringValues.Concat(before, value) : value;
        }
    }

    private (string Name, string Value) Strings(int place, Field field, ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> line = field.Line(head);
        if (place < Most && _last[place] is { Line: { } last, Name: var name, Value: var value } && line.SequenceEqual(last))
            return (name, value);
        (name, value) = (Encoding.Latin1.GetString(field.Name(head)), Encoding.Latin1.GetString(field.Value(head)));
        if (place < Most)
            _last[place] = (line.ToArray(), name, value);
        return (name, value);
    }
}
