using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using EdgeStack.Gateway.AccessLog;
using EdgeStack.Routes.Questions;
using EdgeStack.Routes.Rules;

namespace EdgeStack.Gateway.Admin;

/// <summary>The parameters of <c>/api/v1/requests</c>, read.</summary>
internal sealed record RequestParameters
{
    private const string AfterName = "after", LimitName = "limit", RouteName = "route", HostName = "host", StatusName = "status", ClientName = "client";
    private const int DefaultLimit = 100;

    private static readonly ImmutableArray<string> Known = [AfterName, LimitName, RouteName, HostName, StatusName, ClientName];

    /// <summary>Only requests with a higher number; null for the newest ones.</summary>
    public long? After { get; private init; }

    public int Limit { get; private init; } = DefaultLimit;

    private string? Route { get; init; }

    private string? Host { get; init; }

    /// <summary>Null for any.</summary>
    private StatusList? Statuses { get; init; }

    private string? Client { get; init; }

    /// <returns>What is wrong, a sentence that names the parameter; null when the question can be answered.</returns>
    public static string? Read(IQueryCollection query, out RequestParameters? parameters)
    {
        parameters = null;
        if (QueryParameters.Unknown(query, Known) is { } unknown)
            return unknown;
        if (query.FirstOrDefault(parameter => parameter.Value is not [{ Length: > 0 }]) is { Key: { } name })
            return $"{name}: give it once, with a value";
        long after = 0;
        if (query[AfterName] is [{ } afterText] && !long.TryParse(afterText, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            return $"after: '{afterText}' is no number of a request; write the 'next' of the answer before";
        int limit = DefaultLimit;
        if (query[LimitName] is [{ } limitText] && (!int.TryParse(limitText, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit > RecentRequests.Capacity))
            return $"limit: '{limitText}' is not a number from 0 to {RecentRequests.Capacity}";
        string? client = null;
        if (query[ClientName] is [{ } clientText])
        {
            if (AddressText.ReadTyped(clientText, out IPAddress? address) is { } noAddress)
                return $"client: {noAddress}";
            client = address!.ToString();
        }

        StatusList? statuses = null;
        if (query[StatusName] is [{ } list] && StatusList.Read(list, out statuses) is { } noStatus)
            return $"status: {noStatus}";
        parameters = new RequestParameters
        {
            After = query[AfterName].Count == 0 ? null : after,
            Limit = limit,
            Route = query[RouteName],
            Host = query[HostName],
            Statuses = statuses,
            Client = client,
        };
        return null;
    }

    public bool Wants(AccessRecord request) =>
        (Route is null || request.Route == Route)
        && (Host is null || HostIsWanted(request.Host))
        && (Client is null || request.Client.Address == Client)
        && Statuses?.Includes(request.Status) != false;

    // With its port or without, as people think of it.
    private bool HostIsWanted(string host) =>
        host.StartsWith(Host!, StringComparison.OrdinalIgnoreCase) && (host.Length == Host!.Length || (host[Host.Length] == ':' && !Host.Contains(':', StringComparison.Ordinal)));
}
