using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Provisioning.Tests.Cloudflare;

/// <summary>Zones and their records.</summary>
internal sealed class FakeZones
{
    private const int LongestComment = 100;

    private readonly List<JsonObject> _zones = [];
    private readonly Dictionary<string, List<JsonObject>> _records = [];
    private int _last;

    /// <summary>Type, name, content, whether it is proxied, and comment of every record.</summary>
    public IEnumerable<string> Records => _records.Values.SelectMany(records => records)
        .Select(record => $"{record["type"]} {record["name"]} {record["content"]} {((bool?)record["proxied"] == true ? "proxied" : "bare")} {record["comment"]}".TrimEnd())
        .Order(StringComparer.Ordinal);

    public string Add(string name, string status = "active", string account = FakeCloudflare.Account)
    {
        string id = $"zone{++_last}";
        _zones.Add(new JsonObject { ["id"] = id, ["name"] = name, ["status"] = status, ["account"] = new JsonObject { ["id"] = account, ["name"] = $"account of {name}" } });
        _records[id] = [];
        return id;
    }

    public string AddRecord(string zone, string type, string name, string content, bool proxied = true, string? comment = null)
    {
        string id = $"record{++_last}";
        _records[zone].Add(new JsonObject { ["id"] = id, ["type"] = type, ["name"] = name, ["content"] = content, ["proxied"] = proxied, ["comment"] = comment, ["ttl"] = 1 });
        return id;
    }

    public (int Status, JsonObject Envelope) Answer(HttpRequest request, string[] rest, JsonObject body)
    {
        if (rest is [])
            return FakeAnswer.Page(request, _zones);
        if (!_records.TryGetValue(rest[0], out List<JsonObject>? records))
            return FakeAnswer.Error(404, 7003, "Could not route to the zone, perhaps your object identifier is invalid?");
        switch (request.Method, rest[1..])
        {
            case ("GET", ["dns_records"]):
                return FakeAnswer.Page(request, records);
            case ("POST", ["dns_records"]):
                return Fault(records, body) is { } fault ? fault : FakeAnswer.Of(Put(records, body, $"record{++_last}"));
            case ("PUT", ["dns_records", var id]):
                return Replace(records, id, body);
            case ("DELETE", ["dns_records", var id]):
                return Remove(records, id);
            case ("POST", ["dns_records", "batch"]):
                return Change(rest[0], records, body);
            default:
                return FakeAnswer.Error(405, 10405, "Method not allowed");
        }
    }

    private static (int Status, JsonObject Envelope) Remove(List<JsonObject> records, string id) =>
        records.RemoveAll(record => (string?)record["id"] == id) > 0 ? FakeAnswer.Of(new JsonObject { ["id"] = id }) : FakeAnswer.Error(404, 81044, "Record does not exist.");

    private static (int Status, JsonObject Envelope) Replace(List<JsonObject> records, string id, JsonObject body)
    {
        if (!records.Any(record => (string?)record["id"] == id))
            return FakeAnswer.Error(404, 81044, "Record does not exist.");
        List<JsonObject> others = [.. records.Where(record => (string?)record["id"] != id)];
        if (Fault(others, body) is { } fault)
            return fault;
        records.RemoveAll(record => (string?)record["id"] == id);
        return FakeAnswer.Of(Put(records, body, id));
    }

    // All or nothing: deletes, then puts.
    private (int Status, JsonObject Envelope) Change(string zone, List<JsonObject> records, JsonObject body)
    {
        List<JsonObject> changed = [.. records];
        foreach (JsonNode? one in body["deletes"]!.AsArray())
            if (Remove(changed, (string)one!["id"]!) is { Status: not 200 } refused)
                return refused;
        foreach (JsonNode? one in body["puts"]!.AsArray())
            if (Replace(changed, (string)one!["id"]!, one.AsObject()) is { Status: not 200 } refused)
                return refused;
        _records[zone] = changed;
        return FakeAnswer.Of(new JsonObject());
    }

    private static (int Status, JsonObject Envelope)? Fault(List<JsonObject> records, JsonObject body)
    {
        if (((string?)body["comment"])?.Length > LongestComment)
            return FakeAnswer.Error(400, 9313, "DNS record comment exceeds the limit");
        return records.Any(record => (string?)record["name"] == (string?)body["name"] && (string?)record["type"] is "A" or "AAAA" or "CNAME")
            ? FakeAnswer.Error(400, 81053, "An A, AAAA, or CNAME record with that host already exists.")
            : null;
    }

    private static JsonObject Put(List<JsonObject> records, JsonObject body, string id)
    {
        JsonObject record = body.DeepClone().AsObject();
        record["id"] = id;
        records.Add(record);
        return record;
    }
}
