using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using EdgeStack.Gateway.AccessLog;
using Microsoft.Extensions.Primitives;

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

    /// <summary>Inclusive ranges of status codes; empty for any.</summary>
    private ImmutableArray<(int From, int To)> Statuses { get; init; } = [];

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
            if (!IPAddress.TryParse(clientText, out IPAddress? address))
                return $"client: '{clientText}' is no address; write 192.0.2.7 or 2001:db8::7";
            client = address.ToString();
        }

        if (ReadStatuses(query[StatusName], out ImmutableArray<(int, int)> statuses) is { } wrong)
            return wrong;
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
        && (Statuses.IsEmpty || Statuses.Any(range => request.Status >= range.From && request.Status <= range.To));

    // With its port or without, as people think of it.
    private bool HostIsWanted(string host) =>
        host.StartsWith(Host!, StringComparison.OrdinalIgnoreCase) && (host.Length == Host!.Length || (host[Host.Length] == ':' && !Host.Contains(':', StringComparison.Ordinal)));

    private static string? ReadStatuses(StringValues written, out ImmutableArray<(int From, int To)> statuses)
    {
        statuses = [];
        if (written is not [{ } list])
            return null;
        ImmutableArray<(int, int)>.Builder read = ImmutableArray.CreateBuilder<(int, int)>();
        foreach (string part in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part is [>= '1' and <= '5' and var hundreds, 'x' or 'X', 'x' or 'X'])
                read.Add(((hundreds - '0') * 100, ((hundreds - '0') * 100) + 99));
            else if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int status) && status is >= 100 and <= 599)
                read.Add((status, status));
            else
                return $"status: '{part}' is neither a status such as 404 nor a class such as 5xx";
        }

        statuses = read.ToImmutable();
        return null;
    }
}
