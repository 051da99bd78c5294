using YamlDotNet.RepresentationModel;

namespace EdgeStack.Repository.Tests.Deploying;

/// <summary>What EdgeStack asks of its own manifests beyond the standard.</summary>
internal static class HouseRules
{
    public const string Collector = "deploy/collector/";

    private const string SettingPrefix = "EDGESTACK__";

    private static readonly string[] ReadingVerbs = ["get", "list", "watch"], NotingVerbs = ["create", "patch"], KeepingVerbs = ["get", "create", "patch"];

    public static IEnumerable<string> Pods(Manifest manifest)
    {
        if (manifest.PodSpec is not { } pod)
            yield break;
        // Nobody waits for an answer of the collector but scrapers and probes, which ask again: it may end at once.
        bool endsGently = !IsOfCollector(manifest);
        if (pod.Text("enableServiceLinks") != "false")
            yield return $"{manifest.Place(pod)}: Services would be written into the environment; set enableServiceLinks: false";
        if (endsGently && (!int.TryParse(pod.Text("terminationGracePeriodSeconds"), out int grace) || grace <= 30))
            yield return $"{manifest.Place(pod)}: the usual 30 s are less than preStop and shutdown.grace may take; set terminationGracePeriodSeconds";
        foreach (YamlMappingNode container in pod.Mappings("containers"))
        {
            foreach (string missing in ((string[][])[["startupProbe"], ["readinessProbe"], ["livenessProbe"], ["lifecycle", "preStop"], ["resources", "limits"], ["resources", "requests"]])
                .Where(path => container.At(path) is null && (endsGently || path[0] != "lifecycle")).Select(path => string.Join('.', path)))
                yield return $"{manifest.Place(container)}: container {container.Text("name")} has no {missing}; add it";
            if (container.At("resources", "limits") is { } limits && limits.Text("memory") is null)
                yield return $"{manifest.Place(limits)}: container {container.Text("name")} has no limit of memory; add it";
            if (container.At("securityContext")?.Text("readOnlyRootFilesystem") != "true")
                yield return $"{manifest.Place(container)}: container {container.Text("name")} can write to its image; set securityContext.readOnlyRootFilesystem: true";
        }
    }

    public static IEnumerable<string> Access(Manifest manifest)
    {
        // The collector shows nodes and the objects of all namespaces; that it only reads is asked of it all the same.
        bool isCollector = IsOfCollector(manifest);
        if (manifest.Kind is "ClusterRole" or "ClusterRoleBinding" && !isCollector)
            yield return $"{manifest.Place(manifest.Root)}: {manifest.Kind} reaches every namespace; use a Role and a RoleBinding in each namespace that is meant";
        if (manifest.Kind is "RoleBinding" && manifest.Root.At("roleRef")?.Text("kind") != "Role")
            yield return $"{manifest.Place(manifest.Root)}: binds a {manifest.Root.At("roleRef")?.Text("kind")}; bind a Role that lists what is needed";
        if (manifest.Kind is not ("Role" or "ClusterRole"))
            yield break;
        foreach (YamlMappingNode rule in manifest.Root.Mappings("rules"))
        {
            foreach (string word in ((string[])["apiGroups", "resources", "verbs"]).Where(key => rule.Texts(key).Any(word => word.Contains('*', StringComparison.Ordinal))))
                yield return $"{manifest.Place(rule)}: {word} has a wildcard; name what is needed";
            if (rule.Texts("resources").Any(resource => resource.Split('/')[0] == "secrets"))
                yield return $"{manifest.Place(rule)}: may read secrets; take them out";
            // Events about its routes are the only thing that it writes, and it has no need to read any.
            bool isOfEvents = !isCollector && rule.Texts("resources").SequenceEqual(["events"], StringComparer.Ordinal) && rule.Texts("apiGroups").SequenceEqual([""], StringComparer.Ordinal);
            if (!isOfEvents && rule.Texts("resources").Any(resource => resource.Split('/')[0] == "events"))
                yield return $"{manifest.Place(rule)}: has events among other resources; give them a rule of their own with the verbs create and patch";
            // Pages that belong to no resource: a server's metrics tell how it does, others (logs, profiles) what is in it.
            foreach (string page in rule.Texts("nonResourceURLs").Where(page => !isCollector || manifest.Kind != "ClusterRole" || page != "/metrics"))
                yield return $"{manifest.Place(rule)}: may read {page} of the API server; only the collector's ClusterRole may read a page, /metrics";
            if (rule.Texts("nonResourceURLs").Any() && !rule.Texts("verbs").SequenceEqual(["get"], StringComparer.Ordinal))
                yield return $"{manifest.Place(rule)}: asks for more than get on a page; take it out";
            bool isOfLease = IsOfLease(manifest, rule);
            foreach (string verb in rule.Texts("verbs").Except(isOfEvents ? NotingVerbs : isOfLease ? KeepingVerbs : ReadingVerbs, StringComparer.Ordinal).Where(verb => verb != "*"))
                yield return $"{manifest.Place(rule)}: has the verb '{verb}'; our programs only read; the gateway writes Events besides, the collector its one Lease";
            if (isOfLease && !rule.Texts("verbs").SequenceEqual(["create"], StringComparer.Ordinal) && !rule.Texts("resourceNames").Any())
                yield return $"{manifest.Place(rule)}: may change every Lease of the namespace; name the one in resourceNames";
        }
    }

    // By which one of several collectors speaks for the cluster. In one namespace: nodes and controllers have Leases too.
    private static bool IsOfLease(Manifest manifest, YamlMappingNode rule) => IsOfCollector(manifest) && manifest.Kind == "Role"
        && rule.Texts("resources").SequenceEqual(["leases"], StringComparer.Ordinal) && rule.Texts("apiGroups").SequenceEqual(["coordination.k8s.io"], StringComparer.Ordinal);

    /// <param name="manifest">The object.</param>
    /// <param name="settings">The page of its program's settings.</param>
    public static IEnumerable<string> Settings(Manifest manifest, string settings) => manifest.PodSpec is not { } pod ? [] : PodSecurity.Containers(pod)
        .SelectMany(container => container.Mappings("env"))
        .Where(variable => variable.Text("name") is { } name && name.StartsWith("EDGESTACK_", StringComparison.Ordinal)
            && (!name.StartsWith(SettingPrefix, StringComparison.Ordinal) || !settings.Contains($"`{name}`", StringComparison.Ordinal)))
        .Select(variable => $"{manifest.Place(variable)}: the page of settings has no {variable.Text("name")}; use a name of its second column");

    public static bool IsOfCollector(Manifest manifest) => manifest.File.StartsWith(Collector, StringComparison.Ordinal);
}
