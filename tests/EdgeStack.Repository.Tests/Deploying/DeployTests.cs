using EdgeStack.Repository.Tests.Source;

namespace EdgeStack.Repository.Tests.Deploying;

public sealed class DeployTests
{
    private const string Pod = """
        kind: Pod
        spec:
          enableServiceLinks: false
          terminationGracePeriodSeconds: 45
          securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
          containers:
            - name: a
              startupProbe: {}
              readinessProbe: { httpGet: { path: / } }
              livenessProbe: {}
              lifecycle: { preStop: {} }
              resources: { requests: {}, limits: { memory: 1Mi } }
              env: [ { name: EDGESTACK__ROUTES, value: /routes } ]
              securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }
          volumes: [ { name: v, emptyDir: {} } ]
        """;

    // What the collector's pods of nodes have beyond that.
    private const string NodePod = """
        kind: Pod
        spec:
          enableServiceLinks: false
          hostNetwork: true
          securityContext: { runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }
          containers:
            - name: a
              startupProbe: {}
              readinessProbe: {}
              livenessProbe: {}
              resources: { requests: {}, limits: { memory: 1Mi } }
              securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: [ALL] } }
              volumeMounts:
                - { name: v, mountPath: /host/root, readOnly: true, mountPropagation: HostToContainer }
                - { name: v, mountPath: /host/again, readOnly: true }
          volumes: [ { name: v, hostPath: { path: / } } ]
        """;

    private const string Role = "kind: Role\nrules: [ { apiGroups: [\"\"], resources: [configmaps], verbs: [get, list, watch] } ]";

    private const string EventRole = "kind: Role\nrules: [ { apiGroups: [\"\"], resources: [events], verbs: [create, patch] } ]";

    private static readonly string SettingsPage = RepositoryTree.Text("docs/settings.md"), CollectorPage = RepositoryTree.Text("docs/collector-settings.md");

    [Fact]
    public void There_are_pods_and_roles_to_judge()
    {
        Assert.Contains(Manifest.All, manifest => manifest.PodSpec is not null);
        Assert.Contains(Manifest.All, manifest => manifest.Kind == "Role");
    }

    [Fact]
    public void K8_10_every_pod_is_what_PodSecurity_restricted_allows() => Findings.None(Manifest.All.SelectMany(PodSecurity.Violations));

    [Fact]
    public void Every_pod_starts_serves_and_stops_as_the_house_asks() => Findings.None(Manifest.All.SelectMany(HouseRules.Pods));

    [Fact]
    public void Access_is_reading_in_named_namespaces_and_writing_events_there() => Findings.None(Manifest.All.SelectMany(HouseRules.Access));

    [Fact]
    public void A_setting_of_a_pod_exists() => Findings.None(Manifest.All.SelectMany(manifest => HouseRules.Settings(manifest, manifest.File.StartsWith(HouseRules.Collector, StringComparison.Ordinal) ? CollectorPage : SettingsPage)));

    [Fact]
    public void A_pod_within_all_rules_passes() => Assert.Empty(Found(Pod));

    [Theory]
    [InlineData("runAsNonRoot: true", "runAsNonRoot: false")]
    [InlineData("runAsNonRoot: true, ", "")]
    [InlineData("runAsNonRoot: true", "runAsNonRoot: true, runAsUser: 0")]
    [InlineData("seccompProfile: { type: RuntimeDefault }", "seccompProfile: { type: Unconfined }")]
    [InlineData(", seccompProfile: { type: RuntimeDefault }", "")]
    [InlineData("allowPrivilegeEscalation: false, ", "")]
    [InlineData("allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true")]
    [InlineData("drop: [ALL]", "drop: [NET_RAW]")]
    [InlineData("drop: [ALL]", "drop: [ALL], add: [SYS_ADMIN]")]
    [InlineData("allowPrivilegeEscalation: false", "allowPrivilegeEscalation: false, privileged: true")]
    [InlineData("allowPrivilegeEscalation: false", "allowPrivilegeEscalation: false, runAsNonRoot: false")]
    [InlineData("allowPrivilegeEscalation: false", "allowPrivilegeEscalation: false, procMount: Unmasked")]
    [InlineData("emptyDir: {}", "hostPath: { path: / }")]
    [InlineData("enableServiceLinks: false", "enableServiceLinks: false\n  hostNetwork: true")]
    [InlineData("enableServiceLinks: false", "enableServiceLinks: false\n  hostPID: true")]
    [InlineData("enableServiceLinks: false", "enableServiceLinks: false\n  initContainers: [ { name: b } ]")]
    [InlineData("startupProbe: {}", "startupProbe: {}\n      ports: [ { containerPort: 80, hostPort: 80 } ]")]
    [InlineData("path: /", "path: /, host: 192.0.2.1")]
    [InlineData("enableServiceLinks: false", "enableServiceLinks: true")]
    [InlineData("terminationGracePeriodSeconds: 45", "terminationGracePeriodSeconds: 30")]
    [InlineData("startupProbe: {}", "tty: false")]
    [InlineData("preStop: {}", "")]
    [InlineData("memory: 1Mi", "")]
    [InlineData("readOnlyRootFilesystem: true, ", "")]
    [InlineData("EDGESTACK__ROUTES", "EDGESTACK__ROTUES")]
    [InlineData("EDGESTACK__ROUTES", "EDGESTACK_ROUTES")]
    public void A_pod_that_breaks_a_rule_is_found(string right, string wrong)
    {
        Assert.Contains(right, Pod, StringComparison.Ordinal);
        Assert.NotEmpty(Found(Pod.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("deploy/collector/node/a.yaml", 0)]
    [InlineData("deploy/collector/cluster/a.yaml", 2)]
    [InlineData("deploy/collector/node-a.yaml", 2)]
    [InlineData("deploy/gateway/node/a.yaml", 4)]
    public void Only_the_collector_of_a_node_may_use_its_network_and_look_at_its_files(string file, int found) => Assert.Equal(found, Found(NodePod, file).Length);

    [Theory]
    [InlineData("hostNetwork: true", "hostPID: true")]
    [InlineData("hostNetwork: true", "hostIPC: true")]
    [InlineData("readOnly: true,", "readOnly: false,")]
    [InlineData("readOnly: true,", "")]
    [InlineData("/host/again, readOnly: true", "/host/again")]
    [InlineData("HostToContainer", "Bidirectional")]
    [InlineData("hostPath: { path: / }", "nfs: { path: / }")]
    [InlineData("{ name: v, hostPath: { path: / } }", "{ name: v, hostPath: { path: / }, nfs: {} }")]
    [InlineData("volumeMounts:", "volumeDevices: [ { name: v } ]\n      volumeMounts:")]
    [InlineData("volumeMounts:", "ports: [ { containerPort: 80, hostPort: 80 } ]\n      volumeMounts:")]
    [InlineData("drop: [ALL]", "drop: [ALL], add: [SYS_PTRACE]")]
    [InlineData("drop: [ALL] }", "drop: [ALL] }, privileged: true")]
    [InlineData("drop: [ALL] }", "drop: [ALL] }, runAsUser: 0")]
    [InlineData("runAsNonRoot: true, ", "")]
    [InlineData("type: RuntimeDefault", "type: Unconfined")]
    [InlineData("readOnlyRootFilesystem: true, ", "")]
    public void The_collector_of_a_node_may_do_nothing_else_to_it(string right, string wrong)
    {
        const string File = PodSecurity.OfNodes + "a.yaml";
        Assert.Empty(Found(NodePod, File));
        Assert.Contains(right, NodePod, StringComparison.Ordinal);
        Assert.NotEmpty(Found(NodePod.Replace(right, wrong, StringComparison.Ordinal), File));
    }

    [Theory]
    [InlineData("preStop: {}", "")]
    [InlineData("terminationGracePeriodSeconds: 45", "terminationGracePeriodSeconds: 5")]
    public void Only_the_collector_may_end_at_once(string right, string wrong)
    {
        string pod = Pod.Replace(right, wrong, StringComparison.Ordinal).Replace("EDGESTACK__ROUTES", "EDGESTACK__LOG__LEVEL", StringComparison.Ordinal);
        Assert.NotEmpty(Found(pod));
        Assert.Empty(Found(pod, HouseRules.Collector + "cluster/a.yaml"));
    }

    [Theory]
    [InlineData("configmaps", "secrets")]
    [InlineData("configmaps", "\"*\"")]
    [InlineData("watch]", "watch, patch]")]
    [InlineData("watch]", "\"*\"]")]
    [InlineData("[\"\"]", "[\"*\"]")]
    [InlineData("kind: Role", "kind: ClusterRole")]
    [InlineData("kind: Role", "kind: ClusterRoleBinding")]
    [InlineData("kind: Role", "roleRef: { kind: ClusterRole }\nkind: RoleBinding")]
    public void Access_beyond_reading_is_found(string right, string wrong)
    {
        Assert.Empty(Found(Role));
        Assert.NotEmpty(Found(Role.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("[events]", "[events, configmaps]")]
    [InlineData("[events]", "[configmaps]")]
    [InlineData("[events]", "[events/status]")]
    [InlineData("[\"\"]", "[apps]")]
    [InlineData("patch]", "patch, update]")]
    [InlineData("patch]", "patch, delete]")]
    [InlineData("patch]", "patch, list]")]
    [InlineData("kind: Role", "kind: ClusterRole")]
    public void Writing_beyond_events_is_found(string right, string wrong)
    {
        Assert.Empty(Found(EventRole));
        Assert.NotEmpty(Found(EventRole.Replace(right, wrong, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("[leases]", "[leases, deployments]")]
    [InlineData("[leases]", "[configmaps]")]
    [InlineData("[coordination.k8s.io]", "[\"\"]")]
    [InlineData("patch]", "patch, delete]")]
    [InlineData("resourceNames: [one], ", "")]
    [InlineData("kind: Role", "kind: ClusterRole")]
    public void Of_leases_the_collector_may_change_one(string right, string wrong)
    {
        const string lease = "kind: Role\nrules: [ { apiGroups: [coordination.k8s.io], resources: [leases], resourceNames: [one], verbs: [get, patch] }, { apiGroups: [coordination.k8s.io], resources: [leases], verbs: [create] } ]";
        string[] found = [.. Manifest.Read(HouseRules.Collector + "a.yaml", right.Length == 0 ? lease : lease.Replace(right, wrong, StringComparison.Ordinal)).SelectMany(HouseRules.Access)];
        Assert.Equal(right.Length > 0, found.Length > 0);
        Assert.NotEmpty(Manifest.Read("deploy/gateway/a.yaml", lease).SelectMany(HouseRules.Access));
    }

    [Theory]
    [InlineData("kind: ClusterRole", "", 0)]
    [InlineData("configmaps", "secrets", 1)]
    [InlineData("watch]", "watch, patch]", 1)]
    [InlineData("configmaps], verbs: [get, list, watch]", "events], verbs: [create, patch]", 3)]
    public void The_collector_may_read_the_whole_cluster_and_nothing_beyond(string right, string wrong, int found)
    {
        string role = Role.Replace("kind: Role", "kind: ClusterRole", StringComparison.Ordinal);
        Assert.Equal(found, Manifest.Read(HouseRules.Collector + "a.yaml", wrong.Length == 0 ? role : role.Replace(right, wrong, StringComparison.Ordinal)).SelectMany(HouseRules.Access).Count());
    }

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("/metrics", "/logs", 1)]
    [InlineData("/metrics", "/metrics, /debug/pprof", 1)]
    [InlineData("/metrics", "\"*\"", 1)]
    [InlineData("/metrics", "/metrics/*", 1)]
    [InlineData("[get]", "[get, list]", 1)]
    [InlineData("[get]", "[get, post]", 2)]
    [InlineData("kind: ClusterRole", "kind: Role", 1)]
    public void Of_the_API_server_s_pages_the_collector_may_read_its_metrics(string right, string wrong, int found)
    {
        const string role = "kind: ClusterRole\nrules: [ { nonResourceURLs: [/metrics], verbs: [get] } ]";
        string written = right.Length == 0 ? role : role.Replace(right, wrong, StringComparison.Ordinal);
        Assert.Equal(found, Manifest.Read(HouseRules.Collector + "a.yaml", written).SelectMany(HouseRules.Access).Count());
        Assert.NotEmpty(Manifest.Read("deploy/gateway/a.yaml", role).SelectMany(HouseRules.Access));
    }

    private static string[] Found(string text, string file = "a.yaml") => [.. Manifest.Read(file, text)
        .SelectMany(manifest => (string[])[.. PodSecurity.Violations(manifest), .. HouseRules.Pods(manifest), .. HouseRules.Access(manifest), .. HouseRules.Settings(manifest, SettingsPage)])];
}
