namespace EdgeStack.Provisioning.Local;

/// <summary>Being asked to stop, politely and not: two things that are handled differently.</summary>
/// <param name="Gently">The first Ctrl-C, SIGTERM or the terminal closing: finish what runs, then leave.</param>
/// <param name="Hard">The second one: leave now.</param>
internal sealed record StopRequests(CancellationToken Gently, CancellationToken Hard);
