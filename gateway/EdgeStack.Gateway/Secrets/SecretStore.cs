using System.Collections.Immutable;
using System.Globalization;
using EdgeStack.Gateway.Middlewares;
using EdgeStack.Routes.Documents;

namespace EdgeStack.Gateway.Secrets;

/// <summary>
/// The Secrets that routes name, in memory and nowhere else. Files are put in by the feed's folders, the cluster's by <see cref="ClusterSecrets"/>;
/// requests read.
/// </summary>
internal sealed class SecretStore
{
    private static readonly SecretLookup.Missing NotRead = new("it has not been read yet"), NotThere = new("no file beside the routes has it");

    private readonly Lock _lock = new();
    // The same Secret may stand in two files; the first one in order counts.
    private readonly Dictionary<SecretName, SortedDictionary<string, SecretLookup.Found>> _files = [];
    private readonly Dictionary<SecretName, SecretLookup> _cluster = [];
    private ImmutableHashSet<SecretName> _wanted = [];
    private ImmutableHashSet<SecretName> _authorities = [];
    private TaskCompletionSource _stirred = NewSignal();
    private ImmutableArray<string> _settledWithout = [];
    private int _version;

    /// <summary>Namespaces whose Secrets are read from a cluster; none without one.</summary>
    public ImmutableArray<string> ClusterNamespaces { private get; init; } = [];

    /// <summary>Secrets that routes name.</summary>
    public ImmutableHashSet<SecretName> Wanted => Volatile.Read(ref _wanted);

    /// <summary>Ends when files, names or routes have changed. To be taken before looking, so that nothing is missed.</summary>
    public Task Stirred => Volatile.Read(ref _stirred).Task;

    public SecretLookup Look(string @namespace, string name)
    {
        lock (_lock)
        {
            SecretName key = new(@namespace, name);
            return _files.TryGetValue(key, out SortedDictionary<string, SecretLookup.Found>? inFiles) ? inFiles.Values.First()
                : _cluster.GetValueOrDefault(key) ?? (ClusterNamespaces.Contains(@namespace, StringComparer.Ordinal) ? NotRead : NotThere);
        }
    }

    public bool IsInFiles(SecretName name)
    {
        lock (_lock)
            return _files.ContainsKey(name);
    }

    /// <summary>A file now holds exactly these.</summary>
    public void PutFile(string file, ImmutableArray<SecretManifest> secrets)
    {
        lock (_lock)
        {
            bool changed = false;
            foreach ((SecretName name, SortedDictionary<string, SecretLookup.Found> inFiles) in _files.ToArray())
            {
                changed |= inFiles.Remove(file);
                if (inFiles.Count == 0)
                    _files.Remove(name);
            }

            foreach (SecretManifest secret in secrets)
            {
                SecretName name = new(secret.Namespace, secret.Name);
                if (!_files.TryGetValue(name, out SortedDictionary<string, SecretLookup.Found>? inFiles))
                    _files.Add(name, inFiles = new SortedDictionary<string, SecretLookup.Found>(StringComparer.Ordinal));
                inFiles[file] = new SecretLookup.Found($"file {(++_version).ToString(CultureInfo.InvariantCulture)}", secret.Values);
                changed = true;
            }

            if (!changed)
                return;
        }

        Stir();
    }

    /// <summary>What the cluster says; null forgets it.</summary>
    public void PutCluster(SecretName name, SecretLookup? lookup)
    {
        lock (_lock)
        {
            if (lookup is null)
                _cluster.Remove(name);
            else
                _cluster[name] = lookup;
        }
    }

    /// <summary>Why a Secret that routes name cannot be used, as a sentence; null when it can.</summary>
    public string? FaultOf(SecretName name) => Look(name.Namespace, name.Name) switch
    {
        SecretLookup.Missing missing => missing.Why,
        SecretLookup.Found found when Volatile.Read(ref _authorities).Contains(name) => CaCertificates.FaultOf(found),
        _ => null,
    };

    /// <summary>What was missing, in words, when the routes that serve now were settled.</summary>
    public ImmutableArray<string> SettledWithout
    {
        get
        {
            lock (_lock)
                return _settledWithout;
        }
    }

    /// <summary>What is missing now of what routes name, in words.</summary>
    public ImmutableArray<string> Missing() =>
        [.. Wanted.Select(name => FaultOf(name) is { } why ? $"{name}: {why}" : null).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>Routes name exactly these; called before they are settled.</summary>
    /// <param name="names">All of them.</param>
    /// <param name="authorities">Those that have to hold certificates of authorities.</param>
    public void Want(ImmutableHashSet<SecretName> names, ImmutableHashSet<SecretName> authorities)
    {
        Volatile.Write(ref _authorities, authorities);
        Volatile.Write(ref _wanted, names);
        ImmutableArray<string> missing = Missing();
        lock (_lock)
            _settledWithout = missing;
    }

    public void Stir() => Interlocked.Exchange(ref _stirred, NewSignal()).TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
