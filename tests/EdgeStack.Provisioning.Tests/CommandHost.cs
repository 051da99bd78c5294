using EdgeStack.Provisioning.Commands;
using EdgeStack.Provisioning.Local;
using EdgeStack.Provisioning.Rendering;
using EdgeStack.Provisioning.Tunnels;

namespace EdgeStack.Provisioning.Tests;

/// <summary>The command line in this process, with its own folder, screen and signals.</summary>
internal sealed class CommandHost : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SocketsHttpHandler _handler = new() { UseProxy = false };
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _gently = new();
    private readonly CancellationTokenSource _hard = new();

    public CommandHost(HttpMessageHandler? network = null, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _http = new HttpClient(network ?? _handler);
        Screen = new Screen(Output, Error);
        GatewayFolder = _folder.Path;
    }

    public WatchedWriter Output { get; } = new();

    public WatchedWriter Error { get; } = new();

    public Screen Screen { get; }

    public HttpClient Http => _http;

    public TemporaryFolder Folder => _folder;

    public string GatewayFolder { get; set; }

    /// <summary>What is written when a secret is asked for.</summary>
    public string? Secret { get; set; }

    /// <summary>What is written when several are asked for, before <see cref="Secret"/>.</summary>
    public Queue<string> Secrets { get; } = [];

    public bool HasTerminal { get; set; }

    /// <summary>What a person at the terminal writes, line by line; null when there is no terminal.</summary>
    public Queue<string>? Lines { get; set; }

    /// <summary>What was asked for, line by line.</summary>
    public List<string> Questions { get; } = [];

    /// <summary>Variables of the environment.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary><c>CLOUDFLARE_API_TOKEN</c>.</summary>
    public string? ApiToken { get; set; }

    /// <summary>Where programs are looked for.</summary>
    public string ProgramPath { get; set; } = "";

    public OwnerFolder Owner => new(_folder.File("owner"));

    public StopRequests Stop => new(_gently.Token, _hard.Token);

    public Task<int> RunAsync(params string[] arguments)
    {
        Surroundings surroundings = new(Screen, _http, _time, _folder.Path, Stop)
        {
            Gateway = ProgramLocator.Gateway(GatewayFolder),
            Collector = ProgramLocator.Collector(GatewayFolder),
            Internet = _handler,
            Owner = Owner,
            ApiToken = ApiToken,
            AskSecret = (_, _) => Task.FromResult(Secrets.TryDequeue(out string? secret) ? secret : Secret),
            HasTerminal = HasTerminal,
            AskLine = (question, _) => Task.FromResult(Answer(question)),
            Variable = Variables.GetValueOrDefault,
            ProgramPath = ProgramPath,
        };
        return CommandLine.RunAsync(arguments, surroundings);
    }

    // Whoever has said everything presses Return.
    private string? Answer(string question)
    {
        if (Lines is null)
            return null;
        Questions.Add(question);
        return Lines.TryDequeue(out string? line) ? line : "";
    }

    public void StopGently() => _gently.Cancel();

    public void StopHard() => _hard.Cancel();

    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
        _gently.Dispose();
        _hard.Dispose();
        _folder.Dispose();
    }
}
