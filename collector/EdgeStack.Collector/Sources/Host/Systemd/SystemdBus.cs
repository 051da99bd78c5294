using System.Text;
using Tmds.DBus.Protocol;

namespace EdgeStack.Collector.Sources.Host.Systemd;

/// <summary>Asks systemd over the machine's message bus. One connection, until it is lost.</summary>
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

    /// <summary>The units that systemd has in memory: all of them counted, and those one by one that are loaded and shown. Some hundred texts of each reading are not made.</summary>
    public Task<SystemdUnits> ListUnitsAsync(SystemdOptions options, CancellationToken cancellation)
    {
        return _connection.CallMethodAsync(Message(), static (message, options) => Read(message, (SystemdOptions)options!), options).WaitAsync(cancellation);

        MessageBuffer Message()
        {
            using MessageWriter writer = _connection.GetMessageWriter();
            writer.WriteMethodCallHeader(Destination, Manager, "org.freedesktop.systemd1.Manager", "ListUnits");
            return writer.CreateMessage();
        }

        static SystemdUnits Read(Message message, SystemdOptions options)
        {
            // Structures of name, description, load state, active state, sub state, followed unit, path, and three about a job.
            Reader reader = message.GetBodyReader();
            Dictionary<string, int> byState = [];
            List<SystemdUnit> shown = [];
            ArrayEnd end = reader.ReadArrayStart(DBusType.Struct);
            while (reader.HasNext(end))
            {
                reader.AlignStruct();
                ReadOnlySpan<byte> name = reader.ReadStringAsSpan();
                reader.ReadStringAsSpan();
                bool isShown = reader.ReadStringAsSpan().SequenceEqual("loaded"u8) && options.Shows(name);
                string state = StateOf(reader.ReadStringAsSpan());
                byState[state] = byState.GetValueOrDefault(state) + 1;
                reader.ReadStringAsSpan();
                reader.ReadStringAsSpan();
                ReadOnlySpan<byte> path = reader.ReadObjectPathAsSpan();
                if (isShown)
                    shown.Add(new SystemdUnit(Encoding.UTF8.GetString(name), state, Encoding.UTF8.GetString(path)));
                reader.ReadUInt32();
                reader.ReadStringAsSpan();
                reader.ReadObjectPathAsSpan();
            }

            return new SystemdUnits(byState, shown);
        }
    }

    private static string StateOf(ReadOnlySpan<byte> text) => text.SequenceEqual("active"u8) ? "active" : text.SequenceEqual("inactive"u8) ? "inactive" : Encoding.UTF8.GetString(text);

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
