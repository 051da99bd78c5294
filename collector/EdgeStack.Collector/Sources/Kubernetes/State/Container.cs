using System.Text.Json;

namespace EdgeStack.Collector.Sources.Kubernetes.State;

/// <summary>A container as its status tells.</summary>
internal sealed class Container
{
    /// <param name="status">The status.</param>
    /// <param name="specImage">The image as the manifest names it.</param>
    public Container(JsonElement status, string specImage)
    {
        JsonElement state = status.At("state"), last = status.At("lastState").At("terminated");
        Name = status.Text("name");
        Image = status.Text("image");
        ImageId = status.Text("imageID");
        SpecImage = specImage;
        Id = status.Text("containerID");
        Ready = status.Flag("ready");
        Restarts = status.Number("restartCount") ?? 0;
        Running = state.Has("running");
        Waits = Reason(state.At("waiting"));
        Ended = Reason(state.At("terminated"));
        EndedBefore = Reason(last);
        LastExitCode = last.Number("exitCode");
    }

    public string Name { get; }

    public string Image { get; }

    public string ImageId { get; }

    public string SpecImage { get; }

    /// <summary>With the runtime before it: <c>containerd://4f1a…</c>; empty before there is one.</summary>
    public string Id { get; }

    public bool Ready { get; }

    public double Restarts { get; }

    public bool Running { get; }

    /// <summary>Why it waits; empty when it does not say, null when it does not wait.</summary>
    public string? Waits { get; }

    /// <summary>Why it ended; empty when it does not say, null when it has not.</summary>
    public string? Ended { get; }

    /// <summary>Why the one before it ended; empty when it does not say, null when there was none.</summary>
    public string? EndedBefore { get; }

    public double? LastExitCode { get; }

    private static string? Reason(JsonElement state) => state.ValueKind == JsonValueKind.Object ? state.Text("reason") : null;
}
