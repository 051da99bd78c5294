namespace EdgeStack.Gateway.Connections;

/// <summary>One connection of a visitor's; requests on it find it among their features.</summary>
internal sealed class OpenConnection
{
    private volatile bool _isCut;

    /// <summary>True when the gateway itself has ended it, with whatever was under way: to its requests that looks like a visitor who left.</summary>
    public bool IsCut => _isCut;

    public void Cut() => _isCut = true;
}
