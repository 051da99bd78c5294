using Tmds.DBus.Protocol;

namespace EdgeStack.Collector.Sources.Host.Systemd;

/// <summary>Asks systemd over the machine's message bus. One connection, for one reading.</summary>
internal sealed class SystemdBus : IDisposable
{
    private const string Destination = "org.freedesktop.systemd1", Manager = "/org/freedesktop/systemd1";

    private readonly DBusConnection _connection;

    private SystemdBus(DBusConnection connection) => _connection = connection;

    /// <exception cref="DBusExceptionBase">The bus does not answer, or not to us.</exception>
    public static async Task<SystemdBus> ConnectAsync(string socket, CancellationToken cancellation)
    {
        DBusConnection connection = new($"unix:path={Escaped(socket)}");
        try
        {
            await connection.ConnectAsync().AsTask().WaitAsync(cancellation);
            return new SystemdBus(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Every unit that systemd has in memory.</summary>
    public Task<List<SystemdUnit>> ListUnitsAsync(CancellationToken cancellation)
    {
        return _connection.CallMethodAsync(Message(), static (message, _) => Read(message), null).WaitAsync(cancellation);

        MessageBuffer Message()
        {
            using MessageWriter writer = _connection.GetMessageWriter();
            writer.WriteMethodCallHeader(Destination, Manager, "org.freedesktop.systemd1.Manager", "ListUnits");
            return writer.CreateMessage();
        }

        static List<SystemdUnit> Read(Message message)
        {
            // Structures of name, description, load state, active state, sub state, followed unit, path, and three about a job.
            Reader reader = message.GetBodyReader();
            List<SystemdUnit> units = [];
            ArrayEnd end = reader.ReadArrayStart(DBusType.Struct);
            while (reader.HasNext(end))
            {
                reader.AlignStruct();
                string name = reader.ReadString();
                reader.ReadString();
                string load = reader.ReadString(), state = reader.ReadString();
                reader.ReadString();
                reader.ReadString();
                units.Add(new SystemdUnit(name, load == "loaded", state, reader.ReadObjectPathAsString()));
                reader.ReadUInt32();
                reader.ReadString();
                reader.ReadObjectPathAsString();
            }

            return units;
        }
    }

    /// <summary>A text property of systemd itself; null when this version has none of that name.</summary>
    public async Task<string?> TextAsync(string property, CancellationToken cancellation) =>
        await PropertyAsync(Manager, "org.freedesktop.systemd1.Manager", property, cancellation) is { Type: VariantValueType.String } value ? value.GetString() : null;

    /// <summary>A text property of a unit; null when this version or kind of unit has none of that name.</summary>
    public async Task<string?> TextAsync(SystemdUnit unit, string kind, string property, CancellationToken cancellation) =>
        await PropertyAsync(unit.ObjectPath, InterfaceOf(kind), property, cancellation) is { Type: VariantValueType.String } value ? value.GetString() : null;

    /// <summary>A number of a unit; null when this version or kind of unit has none of that name.</summary>
    public async Task<double?> NumberAsync(SystemdUnit unit, string kind, string property, CancellationToken cancellation) =>
        await PropertyAsync(unit.ObjectPath, InterfaceOf(kind), property, cancellation) switch
        {
            { Type: VariantValueType.UInt32 } value => value.GetUInt32(),
            { Type: VariantValueType.UInt64 } value => value.GetUInt64(),
            _ => null,
        };

    public void Dispose() => _connection.Dispose();

    private async Task<VariantValue?> PropertyAsync(string path, string face, string property, CancellationToken cancellation)
    {
        try
        {
            return await _connection.CallMethodAsync(Message(), static (message, _) => message.GetBodyReader().ReadVariantValue(), null).WaitAsync(cancellation);
        }
        catch (DBusErrorReplyException)
        {
            // A unit that went meanwhile, or an older systemd.
            return null;
        }

        MessageBuffer Message()
        {
            using MessageWriter writer = _connection.GetMessageWriter();
            writer.WriteMethodCallHeader(Destination, path, "org.freedesktop.DBus.Properties", "Get", "ss");
            writer.WriteString(face);
            writer.WriteString(property);
            return writer.CreateMessage();
        }
    }

    private static string InterfaceOf(string kind) => $"org.freedesktop.systemd1.{kind}";

    /// <summary>Addresses of buses have letters of their own.</summary>
    private static string Escaped(string path) =>
        string.Concat(path.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '/' or '.' ? letter.ToString() : Uri.HexEscape(letter)));
}
