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
        Waiting = state.Has("waiting");
        Terminated = state.Has("terminated");
        WaitingReason = state.At("waiting").Text("reason");
        TerminatedReason = state.At("terminated").Text("reason");
        LastReason = last.Text("reason");
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

    public bool Waiting { get; }

    public bool Terminated { get; }

    public string WaitingReason { get; }

    public string TerminatedReason { get; }

    /// <summary>Why the one before it ended; empty when there was none.</summary>
    public string LastReason { get; }

    public double? LastExitCode { get; }
}
