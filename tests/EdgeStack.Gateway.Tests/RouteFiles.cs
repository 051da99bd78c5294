using EdgeStack.Testing;

namespace EdgeStack.Gateway.Tests;

/// <summary>Route files as a person would write them.</summary>
internal static class RouteFiles
{
    /// <summary>A labelled ConfigMap with one key; <paramref name="routes"/> is the list below <c>routes:</c>, one route a line.</summary>
    public static string ConfigMap(string name, params string[] routes) => $$"""
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: {{name}}, namespace: default, labels: { edgestack.dev/routes: "true" } }
        data:
          routes.yaml: |
            routes:
        {{string.Join('\n', routes.Select(route => $"      - {route}"))}}

        """;

    public static string Route(string host, TestBackend backend, string more = "") => $$"""{ host: {{host}}, service: "http://127.0.0.1:{{backend.Port}}"{{more}} }""";

    /// <summary>A Service and the Endpoints behind it.</summary>
    public static string Service(string name, params int[] ports) => $$"""
        apiVersion: v1
        kind: Service
        metadata: { name: {{name}}, namespace: default }
        spec: { ports: [ { port: 80 } ] }
        ---
        apiVersion: v1
        kind: Endpoints
        metadata: { name: {{name}}, namespace: default }
        subsets: [ {{string.Join(", ", ports.Select(port => $$"""{ addresses: [ { ip: 127.0.0.1 } ], ports: [ { port: {{port}} } ] }"""))}} ]

        """;
}
