using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using EdgeStack.Benchmarks;

if (args is ["gateway" or "inline-gateway", .. var settings])
    return await InlineGateway.RunAsync(settings, inline: args[0] == "inline-gateway");

// In this process: a project that BenchmarkDotNet writes below ours would be built under our rules for source.
IConfig config = ManualConfig.CreateMinimumViable()
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default)
    .AddExporter(MarkdownExporter.GitHub)
    .WithArtifactsPath("artifacts/benchmarks");
BenchmarkSwitcher.FromAssembly(typeof(TableBenchmarks).Assembly).Run(args, config);
return 0;
