using System.Text.Json;

namespace EdgeStack.Provisioning.AdminApi;

/// <summary>From the bytes of an answer to routes, or to why they are none: whatever answers at that address may be no gateway.</summary>
internal static class AdminRouteListReader
{
    private const string Expected = """expected {"routes": [{"name": "…", "match": "…", "state": "…", "hosts": [], "endpoints": []}]}""";

    public static AdminAnswer Read(byte[] body)
    {
        if (AdminDocument.TryParse(body) is not { } document)
            return new AdminAnswer.Unreadable($"{Expected}, but it is not JSON of whole characters");
        try
        {
            return document.Deserialize(AdminJson.Default.AdminRouteList) is not { } list ? Unexpected("$")
                : NullIn(list) is { } place ? Unexpected(place)
                : new AdminAnswer.Routes(list, document);
        }
        catch (JsonException error)
        {
            return Unexpected(error.Path ?? "$");
        }
    }

    // The generated reader refuses null for a property that cannot be null, but not within a list.
    private static string? NullIn(AdminRouteList list)
    {
        foreach ((int index, AdminRoute? route) in list.Routes.Index())
        {
            string place = $"$.routes[{index}]";
            if (route is null)
                return place;
            if (route.Hosts.Any(host => host is null))
                return $"{place}.hosts";
            if (route.Secrets.Any(secret => secret is null))
                return $"{place}.secrets";
            if (route.Endpoints.Any(endpoint => endpoint is null))
                return $"{place}.endpoints";
        }

        return null;
    }

    private static AdminAnswer.Unreadable Unexpected(string place) =>
        new($"{Expected}, but {(place == "$" ? "the answer" : place)} is incomplete or something else");
}
