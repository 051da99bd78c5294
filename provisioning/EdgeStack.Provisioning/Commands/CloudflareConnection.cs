using System.CommandLine;
using System.CommandLine.Parsing;
using EdgeStack.Provisioning.Cloudflare;
using EdgeStack.Provisioning.Tunnels;

namespace EdgeStack.Provisioning.Commands;

/// <summary>The options of every command that asks Cloudflare, <c>--api-token-file FILE</c> and <c>--api URL</c>, and what is said when it comes to nothing.</summary>
internal sealed class CloudflareConnection
{
    public const string ExitCodes = "1 Cloudflare refused, or a file cannot be written · 4 Cloudflare cannot be reached, or allows no more requests for now · 64 usage, or no token";

    public Option<string?> TokenFile { get; } = new("--api-token-file")
    {
        Description = "File with the API token. [default: CLOUDFLARE_API_TOKEN of the environment, else what `edgestack tunnel login` has kept]",
        HelpName = "FILE",
    };

    public Option<Uri?> Address { get; } = new("--api")
    {
        Description = $"Address of Cloudflare's API; http:// only on this machine. [default: {CloudflareCalls.DefaultAddress}]",
        HelpName = "URL",
        CustomParser = ReadAddress,
    };

    /// <summary>Does something with the API, and tells what goes wrong.</summary>
    /// <returns>The code to leave with.</returns>
    public async Task<int> RunAsync(Surroundings surroundings, ParseResult parsed, Func<CloudflareApi, CancellationToken, Task<int>> work) =>
        Find(surroundings, parsed.GetValue(TokenFile)) is { } token ? await RunAsync(surroundings, parsed, token, work) : ExitCode.Usage;

    /// <summary>The same with a token that is given.</summary>
    public async Task<int> RunAsync(Surroundings surroundings, ParseResult parsed, ApiToken token, Func<CloudflareApi, CancellationToken, Task<int>> work)
    {
        using CloudflareCalls calls = new(
            surroundings.Internet, parsed.GetValue(Address) ?? CloudflareCalls.DefaultAddress, token, surroundings.Time,
            (wait, why) => surroundings.Screen.Progress($"{why}; trying again in {Math.Ceiling(wait.TotalSeconds):0} s ..."));
        try
        {
            return await work(new CloudflareApi(calls), surroundings.Stop.Gently);
        }
        catch (CloudflareFault fault)
        {
            surroundings.Screen.Failure(fault.Message);
            if (fault.Advice is { } advice)
                surroundings.Screen.Progress(advice);
            return fault.IsUnreachable ? ExitCode.Unreachable : ExitCode.Failure;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            surroundings.Screen.Failure(error.Message);
            return ExitCode.Failure;
        }
    }

    /// <summary>The token that the person means; null when there is none, which has been said.</summary>
    private static ApiToken? Find(Surroundings surroundings, string? file)
    {
        if (file is not null)
            return Read(surroundings, Path.Combine(surroundings.Directory, file));
        if (surroundings.ApiToken is { Length: > 0 } given)
            return Read(surroundings, given, "CLOUDFLARE_API_TOKEN");
        string kept = surroundings.Owner.ApiToken;
        if (File.Exists(kept))
        {
            if (SecretFile.IsOpenToOthers(kept))
                surroundings.Screen.Warning($"others may read {kept}; `chmod 600 {kept}`");
            return Read(surroundings, kept);
        }

        surroundings.Screen.Failure("there is no API token for Cloudflare");
        surroundings.Screen.Progress("`edgestack tunnel login` asks for one and keeps it.");
        return null;
    }

    private static ApiToken? Read(Surroundings surroundings, string path)
    {
        try
        {
            return Read(surroundings, File.ReadAllText(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            surroundings.Screen.Failure(error.Message);
            return null;
        }
    }

    private static ApiToken? Read(Surroundings surroundings, string text, string from)
    {
        if (ApiToken.TryRead(text, from, out ApiToken? token, out string? why))
            return token;
        surroundings.Screen.Failure(why);
        return null;
    }

    // A token that went over a network without TLS would have to be made anew.
    private static Uri? ReadAddress(ArgumentResult result)
    {
        string written = result.Tokens[0].Value;
        if (Uri.TryCreate(written, UriKind.Absolute, out Uri? address) && (address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback)))
            return address;
        result.AddError($"--api: '{written}' is not an https:// address, nor an http:// one of this machine");
        return null;
    }
}
