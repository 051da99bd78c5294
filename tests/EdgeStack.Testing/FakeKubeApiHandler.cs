using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace EdgeStack.Testing;

/// <summary>The HTTP side of <see cref="FakeKubeApi"/>: one method per verb.</summary>
internal sealed class FakeKubeApiHandler(FakeKubeApiState state)
{
    public async Task HandleAsync(HttpContext context)
    {
        FakeKubeApiRequest request = Parse(context.Request);
        FakeKubeApiFault? fault = state.Receive(request);
        string groupVersion = GroupVersion(request.Path);
        if (fault is not null)
            await fault.ActAsync(context);
        else if (state.Token is { } token && context.Request.Headers.Authorization != $"Bearer {token}")
            await StatusAsync(context, 401, "Unauthorized");
        else if (state.Pages.TryGetValue(request.Path, out RequestDelegate? page))
            await page(context);
        else if (request.Path == "/api")
            await VersionsAsync(context);
        else if (state.Served(groupVersion) is not { } plurals || (request.Plural.Length > 0 && !plurals.Contains(request.Plural)))
            await StatusAsync(context, 404, "the server could not find the requested resource");
        else if (request.Plural.Length == 0)
            await DiscoverAsync(context, groupVersion, plurals);
        else if (request.Verb == "create")
            await CreateAsync(context, request);
        else if (request.Verb == "patch")
            await PatchAsync(context, request);
        else if (request.Verb == "watch")
            await WatchAsync(context, request);
        else if (request.Verb == "get")
            await GetAsync(context, request);
        else
            await ListAsync(context, request);
    }

    public static Task StatusAsync(HttpContext context, int code, string message) => JsonAsync(context, Status(code, message), code);

    public static Task UntilLeftAsync(HttpContext context) => Task
        .Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted)
        .ContinueWith(static _ => { }, TaskScheduler.Default);

    public static JsonObject Status(int code, string message) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["code"] = code,
        ["message"] = message,
    };

    private static FakeKubeApiRequest Parse(HttpRequest request)
    {
        string path = request.Path.Value ?? "/";
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        string[] rest = parts is ["apis", ..] ? [.. parts.Skip(3)] : [.. parts.Skip(2)];
        (string? @namespace, string plural) = rest switch
        {
            ["namespaces", string space, string resource, ..] => (space, resource),
            [string resource, ..] => (null, resource),
            _ => ((string?)null, ""),
        };
        string verb = request.Method == "POST" ? "create"
            : request.Method == "PATCH" ? "patch"
            : plural.Length == 0 || rest is ["namespaces", _, _, _] ? "get"
            : request.Query["watch"] == "true" ? "watch" : "list";
        Dictionary<string, string> query = new(StringComparer.Ordinal);
        foreach ((string key, StringValues value) in request.Query)
            query[key] = value.ToString();
        return new(verb, plural, @namespace, path, query) { MetadataOnly = request.Headers.Accept.ToString().StartsWith("application/json;as=PartialObjectMetadata", StringComparison.Ordinal) };
    }

    private static string GroupVersion(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["apis", string group, string version, ..] => group + "/" + version,
        ["api", string version, ..] => version,
        _ => "",
    };

    private Task VersionsAsync(HttpContext context) => JsonAsync(context, new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = state.ServerAddress ?? context.Request.Host.ToString() }),
    });

    private static Task DiscoverAsync(HttpContext context, string groupVersion, string[] plurals) => JsonAsync(context, new()
    {
        ["kind"] = "APIResourceList",
        ["groupVersion"] = groupVersion,
        ["resources"] = new JsonArray([.. plurals.Select(plural => new JsonObject { ["name"] = plural, ["namespaced"] = true })]),
    });

    private async Task CreateAsync(HttpContext context, FakeKubeApiRequest request)
    {
        JsonObject item = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
        JsonObject metadata = item["metadata"]!.AsObject();
        metadata["namespace"] ??= request.Namespace;
        string name = metadata["name"]!.GetValue<string>();
        if (metadata["namespace"]?.GetValue<string>() != request.Namespace)
            await StatusAsync(context, 400, "the namespace of the object is not that of the request");
        else if (!state.TryCreate(request.Plural, item))
            await StatusAsync(context, 409, $"{request.Plural} \"{name}\" already exists");
        else
            await JsonAsync(context, (JsonObject)item.DeepClone(), 201);
    }

    private async Task PatchAsync(HttpContext context, FakeKubeApiRequest request)
    {
        if (context.Request.ContentType != "application/merge-patch+json")
        {
            await StatusAsync(context, 415, "only merge patches are understood here");
            return;
        }

        JsonObject change = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
        string? version = change["metadata"]?["resourceVersion"]?.GetValue<string>();
        if (version is not null && state.Find(request.Plural, request.Namespace ?? "", NameOf(request))?["metadata"]?["resourceVersion"]?.GetValue<string>() is { } current && current != version)
            await StatusAsync(context, 409, "the object has been modified; please apply your changes to the latest version and try again");
        else if (state.Patch(request.Plural, request.Namespace ?? "", NameOf(request), item => Merge(item, change)) is { } patched)
            await JsonAsync(context, patched);
        else
            await StatusAsync(context, 404, $"{request.Plural} \"{NameOf(request)}\" not found");
    }

    // RFC 7396.
    private static void Merge(JsonObject item, JsonObject change)
    {
        foreach ((string key, JsonNode? value) in change)
        {
            if (value is null)
                item.Remove(key);
            else if (value is JsonObject inner && item[key] is JsonObject known)
                Merge(known, inner);
            else
                item[key] = value.DeepClone();
        }
    }

    private Task GetAsync(HttpContext context, FakeKubeApiRequest request) => state.Find(request.Plural, request.Namespace ?? "", NameOf(request)) is { } item
        ? JsonAsync(context, item)
        : StatusAsync(context, 404, $"{request.Plural} \"{NameOf(request)}\" not found");

    private static string NameOf(FakeKubeApiRequest request) => request.Path[(request.Path.LastIndexOf('/') + 1)..];

    private Task ListAsync(HttpContext context, FakeKubeApiRequest request)
    {
        string token = request.Query.GetValueOrDefault("continue", "");
        if (token.Length > 0 && state.ContinueTokensExpired)
        {
            state.ContinueTokensExpired = false;
            return StatusAsync(context, 410, "The provided continue parameter is too old");
        }

        string selector = request.Query.GetValueOrDefault("labelSelector", "");
        (long version, List<JsonObject> items) = state.List(request.Plural, request.Namespace, selector);
        _ = int.TryParse(token, out int from);
        int asked = int.TryParse(request.Query.GetValueOrDefault("limit"), out int limited) ? limited : int.MaxValue;
        int limit = Math.Min(asked, state.MaximumPage);
        JsonObject metadata = new() { ["resourceVersion"] = version.ToString() };
        if (items.Count - from > limit)
            metadata["continue"] = (from + limit).ToString();
        JsonArray page = [.. items.Skip(from).Take(limit).Select(item => request.MetadataOnly ? FakeKubeApiEvent.MetadataOf(item) : item)];
        return JsonAsync(context, new() { ["kind"] = "List", ["metadata"] = metadata, ["items"] = page });
    }

    private async Task WatchAsync(HttpContext context, FakeKubeApiRequest request)
    {
        FakeKubeApiWatcher? watcher = state.Open(request);
        if (watcher is null && !state.TellsExpiryInStream)
        {
            await StatusAsync(context, 410, "too old resource version");
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (watcher is null)
        {
            string line = FakeKubeApiEvent.LineOf("ERROR", Status(410, "too old resource version"));
            await context.Response.WriteAsync(line, context.RequestAborted);
            return;
        }

        state.Opened(watcher);
        try
        {
            await foreach (string next in watcher.Lines.ReadAllAsync(context.RequestAborted))
            {
                await context.Response.WriteAsync(next, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
            }
            if (watcher.Cut)
                context.Abort();
        }
        catch (OperationCanceledException)
        {
            // The client left, as clients do.
        }
        finally
        {
            state.Left(watcher);
        }
    }

    private static Task JsonAsync(HttpContext context, JsonObject body, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}
