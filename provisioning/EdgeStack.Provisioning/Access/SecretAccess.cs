using System.Text;

namespace EdgeStack.Provisioning.Access;

/// <summary>What lets a gateway read the Secrets that routes name, as manifests: for each namespace a Role with their names, and its binding.</summary>
internal static class SecretAccess
{
    private const string Name = "edgestack-gateway-secrets";

    /// <param name="secrets">Namespace and name of each.</param>
    /// <param name="accountNamespace">Where the gateway's account is.</param>
    /// <param name="account">The account's name.</param>
    public static string Manifests(IEnumerable<(string Namespace, string Name)> secrets, string accountNamespace, string account)
    {
        StringBuilder text = new();
        foreach (IGrouping<string, string> names in secrets.Distinct().OrderBy(secret => secret.Namespace, StringComparer.Ordinal)
            .ThenBy(secret => secret.Name, StringComparer.Ordinal).GroupBy(secret => secret.Namespace, secret => secret.Name, StringComparer.Ordinal))
        {
            string quoted = string.Join(", ", names.Select(name => $"\"{name}\""));
            text.Append($$"""
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: { name: {{Name}}, namespace: "{{names.Key}}" }
                rules:
                  - apiGroups: [""]
                    resources: [secrets]
                    resourceNames: [{{quoted}}]
                    verbs: [get]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: { name: {{Name}}, namespace: "{{names.Key}}" }
                roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: {{Name}} }
                subjects:
                  - { kind: ServiceAccount, name: {{account}}, namespace: {{accountNamespace}} }

                """);
        }

        return text.ToString();
    }
}
