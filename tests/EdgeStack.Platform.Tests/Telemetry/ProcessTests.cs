namespace EdgeStack.Platform.Tests.Telemetry;

public sealed class ProcessTests : IDisposable
{
    private readonly DirectoryInfo _procSelf = Directory.CreateTempSubdirectory("edgestack-proc-");

    public void Dispose() => _procSelf.Delete(recursive: true);

    [Theory]
    [InlineData("Limit  Soft Limit  Hard Limit  Units\nMax open files            1024       524288       files\n", "process_max_fds 1024")]
    [InlineData("Max open files            unlimited  unlimited    files\n", null)]
    [InlineData("Max open files", null)]
    [InlineData("", null)]
    public async Task File_descriptors_are_read_from_procfs(string limits, string? sample)
    {
        DirectoryInfo fds = _procSelf.CreateSubdirectory("fd");
        for (int fd = 0; fd < 3; fd++)
            await File.WriteAllTextAsync(Path.Combine(fds.FullName, $"{fd}"), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_procSelf.FullName, "limits"), limits, TestContext.Current.CancellationToken);
        using MeteredProgram program = Program();

        Assert.Equal(["process_open_fds 3"], await program.SamplesAsync("process_open_fds"));
        Assert.Equal(sample is null ? [] : [sample], await program.SamplesAsync("process_max_fds"));
    }

    [Fact]
    public async Task Without_procfs_the_other_families_are_still_there()
    {
        using MeteredProgram program = Program();

        Assert.Empty(await program.SamplesAsync("process_open_fds"));
        Assert.Single(await program.SamplesAsync("process_resident_memory_bytes"));
    }

    private MeteredProgram Program() => new(options => options with { IncludeProcess = true, ProcSelf = _procSelf.FullName });
}
