using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.Provisioning.Tests.Cloudflare;

/// <summary>The tunnels of an account.</summary>
internal sealed class FakeTunnels(string account)
{
    private readonly List<JsonObject> _tunnels = [];
    private readonly Dictionary<string, string> _secrets = [];
    private readonly Dictionary<string, JsonObject> _configurations = [];
    private int _disconnects;

    public int Count => _tunnels.Count;

    public int Disconnects => _disconnects;

    /// <summary>What <c>/connections</c> says.</summary>
    public JsonArray Connectors { get; set; } = [];

    public Guid Add(string name, string secret = "c2VjcmV0LW9mLTMyLWJ5dGVzLW9yLW1vcmUtLi4uLi4=", string configSrc = "local")
    {
        Guid id = Guid.NewGuid();
        _tunnels.Add(new JsonObject
        {
            ["id"] = id.ToString(),
            ["account_tag"] = account,
            ["created_at"] = "2026-11-01T10:00:00.5Z",
            ["deleted_at"] = null,
            ["name"] = name,
            ["connections"] = new JsonArray(),
            ["status"] = "inactive",
            ["config_src"] = configSrc,
            ["remote_config"] = configSrc == "cloudflare",
        });
        _secrets[id.ToString()] = secret;
        return id;
    }

    public string SecretOf(Guid tunnel) => _secrets[tunnel.ToString()];

    public JsonObject Of(Guid tunnel) => _tunnels.Single(one => (string?)one["id"] == tunnel.ToString());

    public void Configure(Guid tunnel, JsonObject config) => _configurations[tunnel.ToString()] = config;

    public JsonObject ConfigurationOf(Guid tunnel) => _configurations[tunnel.ToString()];

    public (int Status, JsonObject Envelope) Answer(HttpRequest request, string[] rest, JsonObject body)
    {
        if (rest is [])
            return request.Method == "POST" ? Create(body) : FakeAnswer.Page(request, [.. _tunnels.Where(one => Matches(one, request))]);
        if (_tunnels.FirstOrDefault(one => (string?)one["id"] == rest[0]) is not { } tunnel)
            return FakeAnswer.Error(404, 1003, "Tunnel not found");
        switch (request.Method, rest[1..])
        {
            case ("GET", []):
                return FakeAnswer.Of(tunnel);
            case ("PATCH", []):
                _secrets[rest[0]] = (string)body["tunnel_secret"]!;
                return FakeAnswer.Of(tunnel);
            case ("GET", ["token"]):
                return FakeAnswer.Of(JsonValue.Create(Convert.ToBase64String(Encoding.UTF8.GetBytes(
                    new JsonObject { ["a"] = account, ["t"] = rest[0], ["s"] = _secrets[rest[0]] }.ToJsonString()))));
            case ("GET", ["connections"]):
                return FakeAnswer.Of(Connectors);
            case ("DELETE", ["connections"]):
                _disconnects++;
                return FakeAnswer.Of(null);
            case ("GET", ["configurations"]):
                return FakeAnswer.Of(new JsonObject { ["tunnel_id"] = rest[0], ["version"] = 3, ["config"] = _configurations.GetValueOrDefault(rest[0])?.DeepClone() });
            case ("PUT", ["configurations"]):
                return Configure(rest[0], body);
            default:
                return FakeAnswer.Error(405, 10405, "Method not allowed");
        }
    }

    private (int Status, JsonObject Envelope) Configure(string tunnel, JsonObject body)
    {
        JsonObject config = body["config"]!.AsObject();
        if (config["ingress"]!.AsArray()[^1]!["hostname"] is not null)
            return FakeAnswer.Error(400, 1056, "Bad Configuration: the last ingress rule must match all URLs");
        _configurations[tunnel] = config.DeepClone().AsObject();
        return FakeAnswer.Of(new JsonObject());
    }

    private (int Status, JsonObject Envelope) Create(JsonObject body)
    {
        string name = (string)body["name"]!;
        string secret = (string)body["tunnel_secret"]!;
        if (_tunnels.Any(one => (string?)one["name"] == name && one["deleted_at"] is null))
            return FakeAnswer.Error(409, 1013, "You already have a tunnel with this name");
        if (Convert.FromBase64String(secret).Length < 32)
            return FakeAnswer.Error(400, 1004, "The tunnel secret is too short");
        return FakeAnswer.Of(Of(Add(name, secret, (string)body["config_src"]!)));
    }

    private static bool Matches(JsonObject tunnel, HttpRequest request) =>
        (request.Query["name"] is not [var name] || (string?)tunnel["name"] == name)
        && (request.Query["is_deleted"] is not ["false"] || tunnel["deleted_at"] is null);
}
