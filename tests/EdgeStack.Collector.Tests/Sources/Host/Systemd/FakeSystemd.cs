using CliWrap;
using EdgeStack.Collector.Sources.Host.Systemd;
using Tmds.DBus.Protocol;

namespace EdgeStack.Collector.Tests.Sources.Host.Systemd;

/// <summary>A real message bus of the test's own with somebody on it who answers as systemd does.</summary>
internal sealed class FakeSystemd : IPathMethodHandler, IAsyncDisposable
{
    public const string Daemon = "/usr/bin/dbus-daemon";

    private readonly TemporaryFolder _folder = new();
    private readonly string _configuration;
    private CancellationTokenSource _kill = new();
    private Task _ended = Task.CompletedTask;
    private DBusConnection? _connection;

    private FakeSystemd() => _configuration = _folder.Write("bus.conf", $"""
            <busconfig>
              <listen>unix:path={Socket}</listen>
              <auth>EXTERNAL</auth>
              <policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy>
            </busconfig>
            """);

    public string Socket => _folder.File("bus");

    public string State { get; set; } = "running";

    /// <summary>Name, load state, active state.</summary>
    public List<(string Name, string Load, string Active)> Units { get; } = [];

    /// <summary>Properties of units by name, without the interface.</summary>
    public Dictionary<(string Unit, string Property), VariantValue> Properties { get; } = [];

    /// <summary>The connections that asked, by their names on the bus.</summary>
    public HashSet<string> Askers { get; } = [];

    /// <summary>What was asked for, in order.</summary>
    public List<string> Asked { get; } = [];

    public string Path => "/org/freedesktop/systemd1";

    public bool HandlesChildPaths => true;

    public static async Task<FakeSystemd> StartAsync()
    {
        FakeSystemd systemd = new();
        await systemd.StartBusAsync();
        return systemd;
    }

    /// <summary>Starts the bus, and comes to it.</summary>
    public async Task StartBusAsync()
    {
        File.Delete(Socket);
        _kill = new CancellationTokenSource();
        _ended = Cli.Wrap(Daemon).WithArguments([$"--config-file={_configuration}", "--nofork", "--nopidfile"]).WithValidation(CommandResultValidation.None).ExecuteAsync(_kill.Token).Task;
        await Eventually.HoldsAsync(TryConnectAsync, "the bus listens");
        _connection!.AddMethodHandler(this);
        await _connection.RequestNameAsync("org.freedesktop.systemd1", RequestNameOptions.None);
    }

    public SystemdOptions Options(params string[] units)
    {
        SystemdOptions options = new() { BusSocket = Socket };
        foreach (string unit in units)
            options.Units.Add(unit);
        return options;
    }

    public ValueTask HandleMethodAsync(MethodContext context)
    {
        Askers.Add(context.Request.SenderAsString!);
        if (context.Request.MemberAsString == "ListUnits")
            ReplyUnits(context);
        else if (context.Request.MemberAsString == "Get")
            ReplyProperty(context);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _connection?.Dispose();
        await StopBusAsync();
        _kill.Dispose();
        _folder.Dispose();
    }

    /// <summary>Ends the bus; its socket's file stays, as after a crash.</summary>
    public async Task StopBusAsync()
    {
        await _kill.CancelAsync();
        try
        {
            await _ended;
        }
        catch (OperationCanceledException)
        {
            // killed
        }
    }

    /// <summary>Leaves the bus, which stays.</summary>
    public async Task LeaveAsync() => await _connection!.ReleaseNameAsync("org.freedesktop.systemd1");

    private async Task<bool> TryConnectAsync()
    {
        _connection?.Dispose();
        _connection = new DBusConnection($"unix:path={Socket}");
        try
        {
            await _connection.ConnectAsync();
            return true;
        }
        catch (DBusExceptionBase)
        {
            return false;
        }
    }

    private void ReplyUnits(MethodContext context)
    {
        Asked.Add("ListUnits");
        using MessageWriter writer = context.CreateReplyWriter("a(ssssssouso)");
        ArrayStart start = writer.WriteArrayStart(DBusType.Struct);
        foreach ((string name, string load, string active) in Units)
        {
            writer.WriteStructureStart();
            foreach (string text in (string[])[name, "description", load, active, "sub", ""])
                writer.WriteString(text);
            writer.WriteObjectPath($"{Path}/unit/{name.Replace(".", "_2e", StringComparison.Ordinal).Replace("-", "_2d", StringComparison.Ordinal)}");
            writer.WriteUInt32(0);
            writer.WriteString("");
            writer.WriteObjectPath("/");
        }

        writer.WriteArrayEnd(start);
        context.Reply(writer.CreateMessage());
    }

    private void ReplyProperty(MethodContext context)
    {
        Reader reader = context.Request.GetBodyReader();
        reader.ReadString();
        string property = reader.ReadString(), path = context.Request.PathAsString!;
        string unit = path[(path.LastIndexOf('/') + 1)..].Replace("_2e", ".", StringComparison.Ordinal).Replace("_2d", "-", StringComparison.Ordinal);
        Asked.Add(property);
        VariantValue value = VariantValue.String(State);
        if (property != "SystemState" && !Properties.TryGetValue((unit, property), out value))
        {
            context.ReplyError("org.freedesktop.DBus.Error.UnknownProperty", "there is none");
            return;
        }

        using MessageWriter writer = context.CreateReplyWriter("v");
        writer.WriteVariant(value);
        context.Reply(writer.CreateMessage());
    }
}
