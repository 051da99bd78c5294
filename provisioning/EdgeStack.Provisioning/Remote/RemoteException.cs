namespace EdgeStack.Provisioning.Remote;

/// <summary>A node cannot be used. Thrown from deep inside a run on that node; whoever runs it turns it into an outcome.</summary>
internal sealed class RemoteException(RemoteFault fault) : Exception(fault.Message)
{
    public RemoteFault Fault { get; } = fault;
}
