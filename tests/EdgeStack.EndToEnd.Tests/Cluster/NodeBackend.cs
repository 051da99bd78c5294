using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;

namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>A service outside the cluster's pods, on the node's own address: answers requests, and sends back what WebSockets bring.</summary>
internal static class NodeBackend
{
    // The node of ../shared/cluster.
    private static readonly IPAddress Node = IPAddress.Parse("10.41.0.1");

    public static Task<TestBackend> StartAsync() => TestBackend.StartAsync(AnswerAsync, Node);

    /// <summary>A Service without a selector and the Endpoints that somebody wrote for it.</summary>
    public static string Manifests(string @namespace, string name, TestBackend backend) => $$"""
        apiVersion: v1
        kind: Service
        metadata: { name: {{name}}, namespace: {{@namespace}} }
        spec: { ports: [ { name: web, port: 80 } ] }
        ---
        apiVersion: v1
        kind: Endpoints
        metadata: { name: {{name}}, namespace: {{@namespace}} }
        subsets: [ { addresses: [ { ip: {{Node}} } ], ports: [ { name: web, port: {{backend.Port}} } ] } ]
        """;

    private static async Task AnswerAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await context.Response.WriteAsync("node");
            return;
        }

        using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
        byte[] buffer = new byte[1024];
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } message)
                await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, context.RequestAborted);
        }
        catch (WebSocketException)
        {
            // the visitor left without a word
        }
    }
}
