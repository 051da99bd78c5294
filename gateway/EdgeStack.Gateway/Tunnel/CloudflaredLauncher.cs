using System.ComponentModel;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EdgeStack.Gateway.Settings;
using EdgeStack.Gateway.State;
using EdgeStack.RouteFolders;

namespace EdgeStack.Gateway.Tunnel;

/// <summary>Starts cloudflared: finds it, asks for its version, reads what names the tunnel and writes its configuration. What is wrong is a sentence with what to do.</summary>
internal sealed class CloudflaredLauncher(GatewayOptions options, TimeProvider time)
{
    private const int NotExecutableHere = 8; // ENOEXEC

    private const string Hidden = "[token]";

    private readonly TunnelFiles _files = new(options.Tunnel.Folder);
    private string? _secret;
    private string? _startedWith;

    // The one that the mode needs, if it needs any.
    private string? SecretFile => options.Tunnel.Mode switch
    {
        TunnelMode.Token => options.Tunnel.TokenFile,
        TunnelMode.Managed or TunnelMode.Credentials => options.Tunnel.CredentialsFile,
        _ => null,
    };

    /// <summary>Whether the last start failed for something that no file of <see cref="Fingerprint"/> shows: a full disk, a folder's mode.</summary>
    public bool LastFaultMayPass { get; private set; }

    /// <summary>Changes with each file that a start depends on.</summary>
    public string Fingerprint() => $"{Trait(CloudflaredBinary.Find(options.Tunnel.Binary, Environment.GetEnvironmentVariables()).Value)}|{Digest(SecretFile)}";

    /// <summary>Whether the token or the credentials are others than those that cloudflared was started with.</summary>
    /// <returns>What is wrong with the new ones: then a start would only end the tunnel that stands.</returns>
    public (bool IsOther, string? Fault) LookAtSecret()
    {
        if (SecretFile is not { } file || Digest(file) is var digest && digest == _startedWith)
            return (false, null);
        string? fault = options.Tunnel.Mode == TunnelMode.Token ? Read("tunnel.tokenFile", file, TunnelToken.Read).Fault : Read("tunnel.credentialsFile", file, TunnelCredentials.Read).Fault;
        return (true, fault);
    }

    /// <summary>Ends the cloudflared that a gateway before this one has left behind.</summary>
    public Task<bool> EndFormerAsync(CancellationToken cancellationToken) => FormerProcess.EndAsync(_files.Process, time, cancellationToken);

    /// <summary>Writes down which process is ours. Once more when it is up: a script in front of cloudflared executes that only then.</summary>
    /// <returns>Why that could not be done: a gateway after this one would not know of it.</returns>
    public string? Remember(int process) => FormerProcess.Remember(_files.Process, process);

    /// <summary>No process of ours runs any more. A note that stays fits no process.</summary>
    public void Ended() => _ = FormerProcess.Forget(_files.Process);

    /// <param name="protocol">The protocol to name.</param>
    /// <param name="take">Gets each line that it says, without the token.</param>
    /// <param name="cancellationToken">Ends the wait for its version.</param>
    public async Task<TunnelReading<CloudflaredLaunch>> StartAsync(TunnelProtocol protocol, Action<string> take, CancellationToken cancellationToken)
    {
        LastFaultMayPass = false;
        TunnelReading<string> binary = CloudflaredBinary.Find(options.Tunnel.Binary, Environment.GetEnvironmentVariables());
        if (binary.Value is not { } path)
            return TunnelReading<CloudflaredLaunch>.Wrong(binary.Fault!);
        try
        {
            string? said = await CloudflaredProcess.AskAsync(path, CloudflaredArguments.Version, time, cancellationToken);
            CloudflaredVersion? version = said is null ? null : CloudflaredVersion.Read(said);
            if (options.Tunnel.Mode == TunnelMode.Token && version < CloudflaredVersion.WithTokenFile)
                return TunnelReading<CloudflaredLaunch>.Wrong($"cloudflared {version} cannot read its token from a file, and on a command line everybody could read it: install {CloudflaredVersion.Oldest} or newer");
            if (Prepare(out Guid? tunnel) is { } fault)
                return TunnelReading<CloudflaredLaunch>.Wrong(fault);
            bool writesJson = version is not { } known || known >= CloudflaredVersion.Oldest;
            CloudflaredProcess process = CloudflaredProcess.Start(
                path, CloudflaredArguments.Tunnel(options.Tunnel, _files, tunnel, protocol, writesJson, Environment.MachineName), line => take(WithoutSecret(line)));
            _ = Remember(process.Id);
            return new CloudflaredLaunch(process, version);
        }
        catch (Win32Exception fault)
        {
            return TunnelReading<CloudflaredLaunch>.Wrong(WhyNot(path, fault));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LastFaultMayPass = true;
            return TunnelReading<CloudflaredLaunch>.Wrong($"tunnel.folder: {fault.Message}");
        }
    }

    // The folder, the token's copy, the configuration.
    private string? Prepare(out Guid? tunnel)
    {
        tunnel = null;
        _startedWith = Digest(SecretFile);
        if (PrivateFolder.Prepare(_files.Folder) is { } open)
        {
            LastFaultMayPass = true;
            return $"tunnel.folder: {open}";
        }

        string? credentials = null;
        if (options.Tunnel.Mode == TunnelMode.Token)
        {
            TunnelReading<TunnelToken> token = Read("tunnel.tokenFile", options.Tunnel.TokenFile!, TunnelToken.Read);
            if (token.Value is not { } read)
                return token.Fault;
            _secret = read.Text;
            WritePrivately(_files.Token, read.Text);
        }
        else if (options.Tunnel.CredentialsFile is { } file && options.Tunnel.Mode is TunnelMode.Managed or TunnelMode.Credentials)
        {
            TunnelReading<TunnelCredentials> reading = Read("tunnel.credentialsFile", file, TunnelCredentials.Read);
            if (reading.Value is not { } read)
                return reading.Fault;
            (tunnel, credentials) = (read.TunnelId, file);
        }

        string? host = options.Tunnel.Mode == TunnelMode.Quick ? options.Tunnel.QuickHost : null;
        WritePrivately(_files.Configuration, CloudflaredConfiguration.Text(options.Listeners.Tunnel!, tunnel, credentials, host));
        return null;
    }

    private static TunnelReading<T> Read<T>(string setting, string file, Func<string, TunnelReading<T>> read)
        where T : class
    {
        try
        {
            // A pipe would be waited for.
            if (FileStatus.Of(file, followLinks: true) is { IsFile: false })
                return TunnelReading<T>.Wrong($"{setting}: '{file}' is not a file");
            TunnelReading<T> reading = read(File.ReadAllText(file));
            return reading.Fault is { } fault ? TunnelReading<T>.Wrong($"{setting}: '{file}' {fault}") : reading;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return TunnelReading<T>.Wrong($"{setting}: {fault.Message}");
        }
    }

#pragma warning disable CA1416 // the gateway is for Linux
    private static void WritePrivately(string file, string text)
    {
        string beside = file + ".new";
        File.Delete(beside);
        using (StreamWriter writer = new(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
            writer.Write(text);
        File.Move(beside, file, overwrite: true);
    }
#pragma warning restore CA1416

    private string WithoutSecret(string line) => _secret is null ? line : line.Replace(_secret, Hidden, StringComparison.Ordinal);

    private static string WhyNot(string path, Win32Exception fault) =>
        fault.NativeErrorCode == NotExecutableHere || fault.InnerException is Win32Exception { NativeErrorCode: NotExecutableHere }
            ? $"'{path}' is not a program for this machine's processor ({RuntimeInformation.OSArchitecture}): install the cloudflared that is"
            : $"'{path}' cannot be started: {(fault.InnerException ?? fault).Message}";

    // A link's own time says nothing: Kubernetes replaces what it leads to.
    private static string Trait(string? file)
    {
        if (file is null)
            return "";
        FileSystemInfo info = File.ResolveLinkTarget(file, returnFinalTarget: true) ?? new FileInfo(file);
        return info is FileInfo { Exists: true } found ? string.Create(CultureInfo.InvariantCulture, $"{file}:{found.Length}:{found.LastWriteTimeUtc.Ticks}") : file;
    }

    private static string Digest(string? file)
    {
        try
        {
            return file is null || FileStatus.Of(file, followLinks: true) is not { IsFile: true } ? "" : Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.GetType().Name;
        }
    }
}
