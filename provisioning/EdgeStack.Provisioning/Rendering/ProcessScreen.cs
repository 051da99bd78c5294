namespace EdgeStack.Provisioning.Rendering;

/// <summary>The screen of this process: the one place that knows the console.</summary>
internal static class ProcessScreen
{
    public static Screen Open()
    {
#pragma warning disable RS0030 // Data and progress leave through here, and only here.
        bool terminal = !Console.IsOutputRedirected;
        int? columns = terminal ? Columns(Console.WindowWidth) : null;
        TextWriter output = StandardStream.IsOpen(StandardStream.Output) ? Console.Out : new ClosedWriter();
        TextWriter error = StandardStream.IsOpen(StandardStream.Error) ? Console.Error : TextWriter.Null;
        return new Screen(output, error, (terminal, !Console.IsErrorRedirected), columns);
#pragma warning restore RS0030
    }

    // Some terminals (serial lines, editors) say 0; nothing is folded then.
    private static int? Columns(int width) => width > 0 ? width : null;
}
