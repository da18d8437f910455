/** Containers that stand beside what serves: of meshes, of Knative and KServe, and of monitoring. */
const SIDECAR =
  /^(?:istio-(?:proxy|init|validation)|linkerd-(?:proxy|init)|envoy(?:-sidecar|-proxy)?|consul-dataplane|daprd|queue-proxy|kserve-agent|storage-initializer|cloud-?sql-proxy|vault-agent|otc-container|jaeger-agent|fluent-?bit|fluentd|filebeat|datadog-agent)$/;

/** Whether a container is by its name surely not the one that answers requests. */
export const isSidecar = (container: string): boolean => SIDECAR.test(container);
