using System.Text.Json;
using EdgeStack.Kubernetes;

namespace EdgeStack.Platform.Tests.Fuzzing;

/// <summary>Whatever an API server sends, an object is decoded or named as unreadable. Long runs: <c>tests/fuzz</c>.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Objects =
    [
        """{"metadata":{"name":"a","namespace":"b","uid":"u","resourceVersion":"1","creationTimestamp":"2026-01-01T00:00:00Z","labels":{"l":"1"}},"data":{"routes.yaml":"routes: []"}}""",
        """{"metadata":{"name":"a"},"spec":{"type":"ExternalName","externalName":"x.example","clusterIP":"None","ports":[{"name":"web","port":80,"targetPort":"http","protocol":"TCP","appProtocol":"h2c"}]}}""",
        """{"metadata":{"name":"a"},"subsets":[{"addresses":[{"ip":"10.0.0.1","targetRef":{"kind":"Pod","name":"p"}}],"notReadyAddresses":[{"ip":"10.0.0.2"}],"ports":[{"name":"web","port":8080}]}]}""",
        """{"metadata":{"name":"a-1","labels":{"kubernetes.io/service-name":"a"}},"addressType":"IPv4","endpoints":[{"addresses":["10.0.0.1"],"conditions":{"ready":true,"serving":null,"terminating":false}}],"ports":[{"name":null,"port":null}]}""",
    ];

    [Fact]
    public void Any_object_is_decoded_or_named_as_unreadable() => TestContext.Current.TestOutputHelper?.WriteLine($"{Fuzz.Run(Objects, Decode)} inputs");

    private static void Decode(string text)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException) // half of a surrogate pair is an argument that it does not take
        {
            return;
        }

        using (document)
        {
            Check(Resources.ConfigMaps, document.RootElement);
            Check(Resources.Services, document.RootElement);
            Check(Resources.Endpoints, document.RootElement);
            Check(Resources.EndpointSlices, document.RootElement);
        }
    }

    private static void Check<T>(Resource<T> resource, JsonElement item) =>
        Assert.True(resource.TryDecode(item, out T? value, out UnreadableObject? unreadable) ? value is not null : unreadable.Why.Length > 0);
}
