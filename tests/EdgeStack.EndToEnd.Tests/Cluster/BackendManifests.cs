namespace EdgeStack.EndToEnd.Tests.Cluster;

/// <summary>A service of the cluster: busybox pods that answer with their own name.</summary>
internal static class BackendManifests
{
    /// <summary>Readiness probe and <c>preStop</c> are what a rollout without a failed request needs of a service.</summary>
    public static string Service(string @namespace, string name, int replicas, string version) => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: {{name}}, namespace: {{@namespace}} }
        spec:
          replicas: {{replicas}}
          selector: { matchLabels: { app: {{name}} } }
          strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }
          template:
            metadata: { labels: { app: {{name}} }, annotations: { version: "{{version}}" } }
            spec:
              terminationGracePeriodSeconds: 8
              containers:
                - name: web
                  image: docker.io/edge/busybox:1
                  imagePullPolicy: Never
                  command: [sh, -c, "mkdir -p /tmp/www; echo \"$(hostname) {{version}}\" > /tmp/www/index.html; exec httpd -f -p 8080 -h /tmp/www"]
                  ports: [ { name: web, containerPort: 8080 } ]
                  readinessProbe: { httpGet: { path: /, port: web }, periodSeconds: 1 }
                  lifecycle: { preStop: { exec: { command: [sleep, "5"] } } }
        ---
        apiVersion: v1
        kind: Service
        metadata: { name: {{name}}, namespace: {{@namespace}} }
        spec: { selector: { app: {{name}} }, ports: [ { name: web, port: 80, targetPort: web } ] }
        """;

    public static string Routes(string @namespace, string name, string routes) => $$"""
        apiVersion: v1
        kind: ConfigMap
        metadata: { name: {{name}}, namespace: {{@namespace}}, labels: { edgestack.dev/routes: "true" } }
        data:
          routes.yaml: |
            routes:
              - {{routes}}
        """;
}
