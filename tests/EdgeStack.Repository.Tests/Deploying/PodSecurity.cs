using YamlDotNet.RepresentationModel;

namespace EdgeStack.Repository.Tests.Deploying;

/// <summary>
/// The Pod Security Standard <c>restricted</c>, with <c>baseline</c> below it, as Kubernetes 1.34 documents it
/// (https://kubernetes.io/docs/concepts/security/pod-security-standards/). Older clusters do not enforce it, so this does.
/// </summary>
internal static class PodSecurity
{
    /// <summary>Who measures machines needs their network and a look at their file systems. What is written here may have these, and nothing else.</summary>
    public const string OfNodes = "deploy/collector/node/";

    private static readonly string[] Volumes = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    private static readonly string[] Seccomp = ["RuntimeDefault", "Localhost"];

    private static readonly string[] SafeSysctls =
    [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.ip_unprivileged_port_start", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
        "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes",
    ];

    private static readonly string[] SelinuxTypes = ["", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"];

    public static IEnumerable<YamlMappingNode> Containers(YamlMappingNode pod) =>
        [.. pod.Mappings("containers"), .. pod.Mappings("initContainers"), .. pod.Mappings("ephemeralContainers")];

    public static IEnumerable<string> Violations(Manifest manifest)
    {
        if (manifest.PodSpec is not { } pod)
            return [];
        return Pod(pod, manifest.File.StartsWith(OfNodes, StringComparison.Ordinal)).Concat(Containers(pod).SelectMany(container => Container(pod, container)))
            .Select(found => $"{manifest.Place(found.At)}: PodSecurity restricted: {found.What}");
    }

    private static IEnumerable<(YamlNode At, string What)> Pod(YamlMappingNode pod, bool isOfNodes)
    {
        foreach (string key in (string[])["hostNetwork", "hostPID", "hostIPC"])
        {
            if (pod.Text(key) is not (null or "false") && !(isOfNodes && key == "hostNetwork"))
                yield return (pod, $"{key} must not be set; take it out");
        }

        foreach (YamlMappingNode volume in pod.Mappings("volumes"))
        {
            foreach (string type in volume.Children.Keys.OfType<YamlScalarNode>().Select(key => key.Value!).Where(key => key != "name").Except(Volumes, StringComparer.Ordinal))
            {
                if (!isOfNodes || type != "hostPath")
                    yield return (volume, $"a volume of type {type} is not allowed; use one of {string.Join(", ", Volumes)}");
                else if (!IsOnlyLookedAt(pod, volume))
                    yield return (volume, $"the machine's {volume.At("hostPath")?.Text("path")} can be changed; set readOnly: true on all of its mounts, and no mountPropagation but HostToContainer");
            }
        }

        foreach (YamlMappingNode sysctl in (pod.At("securityContext")?.Mappings("sysctls") ?? []).Where(sysctl => !SafeSysctls.Contains(sysctl.Text("name"), StringComparer.Ordinal)))
            yield return (sysctl, $"the sysctl {sysctl.Text("name")} is not allowed; take it out");
        if (pod.At("securityContext") is { } context)
        {
            foreach ((YamlNode At, string What) found in Context(context))
                yield return found;
        }
    }

    private static bool IsOnlyLookedAt(YamlMappingNode pod, YamlMappingNode volume) => volume.Text("name") is { } name
        && !Containers(pod).Any(container => container.Mappings("volumeDevices").Any(device => device.Text("name") == name))
        && Containers(pod).SelectMany(container => container.Mappings("volumeMounts")).Where(mount => mount.Text("name") == name)
            .All(mount => mount.Text("readOnly") == "true" && mount.Text("mountPropagation") is (null or "None" or "HostToContainer"));

    private static IEnumerable<(YamlNode At, string What)> Container(YamlMappingNode pod, YamlMappingNode container)
    {
        string name = container.Text("name") ?? "?";
        YamlMappingNode? own = container.At("securityContext"), shared = pod.At("securityContext");
        if ((own?.Text("runAsNonRoot") ?? shared?.Text("runAsNonRoot")) != "true")
            yield return (container, $"container {name} may run as root; set securityContext.runAsNonRoot: true");
        if (!Seccomp.Contains((own?.At("seccompProfile") ?? shared?.At("seccompProfile"))?.Text("type"), StringComparer.Ordinal))
            yield return (container, $"container {name} has no seccomp profile; set securityContext.seccompProfile.type: RuntimeDefault");
        if (own?.Text("allowPrivilegeEscalation") != "false")
            yield return (container, $"container {name} may gain privileges; set securityContext.allowPrivilegeEscalation: false");
        if (own?.At("capabilities")?.Texts("drop").Contains("ALL", StringComparer.Ordinal) != true)
            yield return (container, $"container {name} keeps capabilities; set securityContext.capabilities.drop: [ALL]");
        foreach (string added in (own?.At("capabilities")?.Texts("add") ?? []).Where(capability => capability != "NET_BIND_SERVICE"))
            yield return (container, $"container {name} adds the capability {added}; take it out");
        if (own?.Text("privileged") is not (null or "false"))
            yield return (container, $"container {name} is privileged; take it out");
        if (own?.Text("procMount") is not (null or "Default"))
            yield return (container, $"container {name} unmasks /proc; take procMount out");
        foreach (YamlMappingNode port in container.Mappings("ports").Where(port => port.Text("hostPort") is not (null or "0")))
            yield return (port, $"container {name} takes a port of the node; take hostPort out and use a Service");
        foreach (YamlMappingNode probe in Hooks(container).Where(probe => (probe.At("httpGet") ?? probe.At("tcpSocket"))?.Text("host") is not (null or "")))
            yield return (probe, $"container {name} has a probe or hook with a host of its own; take 'host' out");
        foreach ((YamlNode At, string What) found in own is null ? [] : Context(own))
            yield return found;
    }

    private static IEnumerable<(YamlNode At, string What)> Context(YamlMappingNode context)
    {
        if (context.Text("runAsNonRoot") is not (null or "true"))
            yield return (context, "runAsNonRoot must be true");
        if (context.Text("runAsUser") is "0")
            yield return (context, "runAsUser is root; use another number");
        if (context.At("seccompProfile") is { } seccomp && !Seccomp.Contains(seccomp.Text("type"), StringComparer.Ordinal))
            yield return (seccomp, "seccompProfile.type must be RuntimeDefault or Localhost");
        if (context.At("appArmorProfile") is { } appArmor && !Seccomp.Contains(appArmor.Text("type"), StringComparer.Ordinal))
            yield return (appArmor, "appArmorProfile.type must be RuntimeDefault or Localhost");
        if (context.At("seLinuxOptions") is { } selinux && (!SelinuxTypes.Contains(selinux.Text("type") ?? "", StringComparer.Ordinal) || selinux.Text("user") is not (null or "") || selinux.Text("role") is not (null or "")))
            yield return (selinux, "seLinuxOptions may only have a container type, no user and no role");
        if (context.At("windowsOptions")?.Text("hostProcess") is not (null or "false"))
            yield return (context, "hostProcess must not be set; take it out");
    }

    private static IEnumerable<YamlMappingNode> Hooks(YamlMappingNode container) => ((YamlMappingNode?[])
        [container.At("startupProbe"), container.At("readinessProbe"), container.At("livenessProbe"), container.At("lifecycle", "preStop"), container.At("lifecycle", "postStart")]).OfType<YamlMappingNode>();
}
