using System.Runtime.InteropServices;
using System.Text.Json;
using static EdgeStack.Gateway.Tests.RouteFiles;

namespace EdgeStack.Gateway.Tests.RouteFeed;

/// <summary>What cannot be read is a problem of that file only.</summary>
public sealed partial class UnreadableFileTests
{
    private const string NotOrdinary = "cannot be read: it is no ordinary file, but a pipe, a socket or a device";
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Theory]
    [InlineData("pipe", NotOrdinary)]
    [InlineData("link to .pipe", NotOrdinary)]
    [InlineData("link to /dev/zero", NotOrdinary)]
    [InlineData("link to .large", "is larger than 1 MiB")]
    [InlineData("link to nowhere", "cannot be read: No such file or directory")]
    public async Task A_file_that_becomes_one_which_cannot_be_read_keeps_its_routes_and_stops_nobody_else(string what, string message)
    {
        await using TestBackend backend = await TestBackend.StartAsync();
        using TemporaryFolder folder = new();
        folder.Write("a.yaml", ConfigMap("a", Route("a.example", backend)));
        folder.Write("b.yaml", ConfigMap("b", Route("b.example", backend)));
        Assert.Equal(0, MakePipe(folder.File(".pipe"), OwnersOnly));
        await using (FileStream large = File.Create(folder.File(".large")))
            large.SetLength(8L << 30);
        await using RunningGateway gateway = await RunningGateway.StartAsync(folder.Path);
        await gateway.EventuallyAnswersAsync("a.example", 200);

        if (what == "pipe")
            Assert.Equal(0, MakePipe(folder.File(".new"), OwnersOnly));
        else
            File.CreateSymbolicLink(folder.File(".new"), what["link to ".Length..]);
        Assert.Equal(0, Rename(folder.File(".new"), folder.File("a.yaml")));
        await Eventually.HoldsAsync(async () => (await MessagesAsync(gateway)).Length > 0, "the file is reported");
        folder.Write("b.yaml", ConfigMap("b", Route("c.example", backend)));

        await gateway.EventuallyAnswersAsync("c.example", 200);
        await gateway.EventuallyAnswersAsync("a.example", 200);
        Assert.Equal([message], await MessagesAsync(gateway));
    }

    private static async Task<string?[]> MessagesAsync(RunningGateway gateway) =>
        [.. (await gateway.AdminAsync("problems")).GetProperty("problems").EnumerateArray().Select((JsonElement problem) => problem.GetProperty("message").GetString())];

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, UnixFileMode mode);

    // File.Move looks at what a link points to.
    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);
}
