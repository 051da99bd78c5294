using System.Diagnostics;
using System.Text;
using System.Text.Json;
using EdgeStack.Collector.Exposition;
using EdgeStack.Collector.Sources.Kubernetes.State;
using EdgeStack.Kubernetes;

namespace EdgeStack.Collector.Tests.Sources.Kubernetes.State;

/// <summary>What 200 pods take: the budget is 25 MiB for everything about them. The heap is everybody's, so nothing else runs meanwhile.</summary>
[Collection(AloneOnTheHeap.Name)]
public sealed class StateBudgetTests(ITestOutputHelper output)
{
    private const int Count = 200, Kibibyte = 1024;

    [Fact]
    public void Two_hundred_pods_take_little_and_reading_them_again_makes_almost_nothing()
    {
        ClusterState cluster = new(new StateOptions(), TimeProvider.System);
        StateSource source = new(cluster, ClusterScene.Alone, TimeSpan.FromSeconds(15));
        long empty = Held();
        byte[] text = Encoding.UTF8.GetBytes(Pod(0));
        long decoding = Allocated.By(() => Decode(text));
        cluster.Pods.Table.Apply(new Change<Pod>.Listed([.. Enumerable.Range(0, Count).Select(i => Decode(Encoding.UTF8.GetBytes(Pod(i))))]));
        long objects = Held() - empty;
        SampleWriter samples = new();
        int series = Read(source, samples);
        long shown = Held() - empty - objects;
        long again = Allocated.By(() => Read(source, samples)), start = Stopwatch.GetTimestamp();
        Read(source, samples);
        TimeSpan took = Stopwatch.GetElapsedTime(start);
        output.WriteLine($"{Count} pods of {text.Length} bytes: {objects / Kibibyte} KiB of facts, {series} series in {shown / Kibibyte} KiB; decoding one makes {decoding} bytes, reading all again {again / Kibibyte} KiB in {took.TotalMilliseconds:0.0} ms");
        Assert.InRange(series, Count * 20, Count * 40);
        Assert.True(objects < 1024 * Kibibyte, $"facts take {objects / Kibibyte} KiB");
        Assert.True(shown < 12 * 1024 * Kibibyte, $"series take {shown / Kibibyte} KiB");
        Assert.True(again < 1024 * Kibibyte, $"reading again makes {again / Kibibyte} KiB");
        GC.KeepAlive(cluster);
    }

    [Fact]
    public void Pods_that_come_and_go_leave_nothing_behind()
    {
        ClusterState cluster = new(new StateOptions(), TimeProvider.System);
        StateSource source = new(cluster, ClusterScene.Alone, TimeSpan.FromSeconds(15));
        SampleWriter samples = new();
        // Series of pods that are gone are forgotten now and then: what counts is the most that is ever held.
        long early = 0, late = 0;
        for (int round = 0; round < 30; round++)
        {
            cluster.Pods.Table.Apply(new Change<Pod>.Listed([.. Enumerable.Range(round * Count, Count).Select(i => Decode(Encoding.UTF8.GetBytes(Pod(i))))]));
            Read(source, samples);
            if (round is >= 5 and < 15)
                early = Math.Max(early, Held());
            else if (round >= 20)
                late = Math.Max(late, Held());
        }

        output.WriteLine($"at most {early / Kibibyte} KiB early on, {late / Kibibyte} KiB later");
        Assert.True(late < early + (1024 * Kibibyte), $"at most {early / Kibibyte} KiB early on, {late / Kibibyte} KiB later");
        GC.KeepAlive(cluster);
        GC.KeepAlive(samples);
    }

    private static int Read(StateSource source, SampleWriter samples)
    {
        samples.Begin();
        source.Read(samples);
        return samples.Take().Sum(family => family.Samples.Length);
    }

    private static Pod Decode(byte[] text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return new Pod(document.RootElement, AllowedLabels.None);
    }

    private static long Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }

    // With what real ones carry along and nobody shows.
    private static string Pod(int number) => $$"""
        { "metadata": { "name": "shop-7d9c5b8f6d-{{number:x5}}", "namespace": "shop-{{number % 10}}", "uid": "e4d05b49-393a-44d5-a994-{{number:x12}}", "creationTimestamp": "2026-01-02T03:04:05Z",
            "labels": { "app": "shop", "pod-template-hash": "7d9c5b8f6d" }, "annotations": { "note": "{{new string('x', 800)}}" },
            "ownerReferences": [ { "kind": "ReplicaSet", "name": "shop-7d9c5b8f6d", "controller": true } ],
            "managedFields": [ { "fieldsV1": { "f:status": { {{string.Join(", ", Enumerable.Range(0, 60).Select(i => $"\"f:field-{i}\": {{}}"))}} } } } ] },
          "spec": { "nodeName": "pi-{{number % 3}}", "containers": [ { "name": "web", "image": "registry.example/shop:1.2.3", "env": [ {{string.Join(", ", Enumerable.Range(0, 20).Select(i => $"{{ \"name\": \"SETTING_{i}\", \"value\": \"some value of it\" }}"))}} ],
            "resources": { "requests": { "cpu": "100m", "memory": "64Mi" }, "limits": { "cpu": "1", "memory": "128Mi" } } } ] },
          "status": { "phase": "Running", "hostIP": "192.0.2.{{number % 3}}", "podIP": "10.42.{{number % 3}}.{{number}}", "qosClass": "Burstable", "startTime": "2026-01-02T03:04:06Z",
            "conditions": [ { "type": "Ready", "status": "True" }, { "type": "PodScheduled", "status": "True" } ],
            "containerStatuses": [ { "name": "web", "image": "registry.example/shop:1.2.3", "imageID": "registry.example/shop@sha256:{{new string('a', 64)}}", "containerID": "containerd://{{number:x64}}", "ready": true, "restartCount": 1,
              "state": { "running": { "startedAt": "2026-01-02T03:04:07Z" } }, "lastState": { "terminated": { "reason": "Error", "exitCode": 1 } } } ] } }
        """;
}
