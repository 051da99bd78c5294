using System.Runtime.InteropServices;
using System.Text;

namespace EdgeStack.Collector.Sources.RaspberryPi;

/// <summary>
/// Asks the firmware one thing at a time, so that one that it does not know spoils no other. What it did not know is not asked again for a while
/// (see <see cref="Refusals{T}"/>). Not for several threads.
/// </summary>
internal sealed class Firmware(IMailbox mailbox, TimeProvider time)
{
    private const uint Succeeded = 0x80000000, Answered = 0x80000000;

    // The kernel's numbers: EPERM, ENOENT, ENXIO, EACCES, ENODEV, EINVAL.
    private const int NotPermitted = 1, NotThere = 2, NoDriver = 6, NotAllowed = 13, NoDevice = 19, Invalid = 22;

    // Length, status, tag, room, length of the answer; behind the values the end of the list.
    private const int Head = 5, End = 1;
    private const int CommandLength = 1024;

    private readonly Refusals<(FirmwareTag Tag, uint Of)> _unknown = new(time);
    private readonly Refusals<string> _unknownCommands = new(time);

    /// <summary>Why the last exchange reached no firmware; null when it did.</summary>
    public string? Fault { get; private set; }

    /// <summary>The answer to a question that is a tag alone; null when there is none. The request is 0, which for <see cref="FirmwareTag.Throttled"/> means: forget nothing.</summary>
    public uint? Ask(FirmwareTag tag)
    {
        Span<uint> values = [0];
        return TryAsk(tag, 0, values) ? values[0] : null;
    }

    /// <summary>The answer to a question about a numbered clock, rail or sensor; null when there is none, or when it is about another one.</summary>
    public uint? Ask(FirmwareTag tag, uint of)
    {
        Span<uint> values = [of, 0];
        return TryAsk(tag, of, values) && values[0] == of ? values[1] : null;
    }

    /// <summary>The answer to a command in letters, through either door; null when there is none, or when the firmware calls it an error.</summary>
    public string? Command(string command)
    {
        if (_unknownCommands.Stands(command))
            return null;
        Span<uint> values = stackalloc uint[1 + (CommandLength / sizeof(uint))];
        Span<byte> letters = MemoryMarshal.AsBytes(values[1..]);
        foreach (MailboxDevice device in (ReadOnlySpan<MailboxDevice>)[MailboxDevice.Commands, MailboxDevice.Everything])
        {
            values.Clear();
            Encoding.ASCII.GetBytes(command, letters);
            int fault = Exchange(device, FirmwareTag.Command, values, CommandLength, out _);
            if (fault is not (0 or Invalid))
                continue;
            int end = letters.IndexOf((byte)0);
            string answer = Encoding.ASCII.GetString(end < 0 ? letters : letters[..end]);
            if (fault == 0 && values[0] == 0 && !answer.StartsWith("error=", StringComparison.Ordinal))
            {
                _unknownCommands.Forget(command);
                return answer;
            }

            _unknownCommands.Add(command);
            return null;
        }

        return null;
    }

    private bool TryAsk(FirmwareTag tag, uint of, Span<uint> values)
    {
        if (_unknown.Stands((tag, of)))
            return false;
        int fault = Exchange(MailboxDevice.Everything, tag, values, values.Length * sizeof(uint), out bool answered);
        if (fault == Invalid || (fault == 0 && !answered))
            _unknown.Add((tag, of));
        else if (fault == 0)
            _unknown.Forget((tag, of));
        return fault == 0 && answered;
    }

    /// <param name="device">Through which door.</param>
    /// <param name="tag">What is asked.</param>
    /// <param name="values">The question, and then the answer.</param>
    /// <param name="room">How much of it the firmware may write to, in bytes.</param>
    /// <param name="answered">Whether the firmware knows the tag.</param>
    /// <returns>0 or the kernel's number.</returns>
    private int Exchange(MailboxDevice device, FirmwareTag tag, Span<uint> values, int room, out bool answered)
    {
        Span<uint> message = stackalloc uint[Head + values.Length + End];
        message.Clear();
        message[0] = (uint)(message.Length * sizeof(uint));
        message[2] = (uint)tag;
        message[3] = (uint)room;
        values.CopyTo(message[Head..]);
        int fault = mailbox.Exchange(device, message);
        answered = fault == 0 && message[1] == Succeeded && (message[4] & Answered) != 0;
        if (fault == 0)
            message[Head..^End].CopyTo(values);
        Fault = fault switch
        {
            0 or Invalid => null,
            NotThere or NoDriver or NoDevice => "there is no such device",
            NotAllowed or NotPermitted => "it may not be used",
            _ => $"error {fault}",
        };
        return fault;
    }
}
