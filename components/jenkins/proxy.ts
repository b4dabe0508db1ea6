import type * as k8s from "@pulumi/kubernetes";

import { parsed } from "../internal/arguments";
import { parseProxyUrl } from "../internal/proxy";

/** The HTTP proxy between the cluster and everything outside it. */
export interface ProxySettings {
  /** Address of the proxy, e.g. `http://proxy.example:3128`. */
  readonly url: string;
  /** Hosts reached without it: names, `.domain` or addresses. The cluster's own are always among them. */
  readonly direct: readonly string[];
}

/**
 * What lies inside the cluster. Kubernetes fills the address of its API server in: the client of the Kubernetes cloud
 * obeys these variables too, and would otherwise ask the proxy for it.
 */
const inCluster = [
  "localhost",
  "127.0.0.1",
  "::1",
  ".svc",
  ".cluster.local",
  "$(KUBERNETES_SERVICE_HOST)",
];

/** The proxy for git, curl and the plugin tool, which each read another spelling. */
export function proxyEnvironment({ url, direct }: ProxySettings): k8s.types.input.core.v1.EnvVar[] {
  const variables = { HTTP_PROXY: url, HTTPS_PROXY: url, NO_PROXY: directHosts(direct).join(",") };
  return Object.entries(variables).flatMap(([name, value]) => [
    { name, value },
    { name: name.toLowerCase(), value },
  ]);
}

/** The proxy for a JVM, which reads no environment. */
export function proxyJavaOptions({ url, direct }: ProxySettings): string[] {
  const { host, port } = parsed(parseProxyUrl, url);
  const hosts = directHosts(direct).flatMap((name) => {
    if (name.startsWith(".")) return [`*${name}`];
    // A JVM knows IPv6 addresses in brackets only, and which kind the API server has is not known here.
    if (name.startsWith("$")) return [name, `[${name}]`];
    return [name.includes(":") ? `[${name}]` : name];
  });
  return [
    ...["http", "https"].flatMap((scheme) => [
      `-D${scheme}.proxyHost=${host}`,
      `-D${scheme}.proxyPort=${port}`,
    ]),
    // One list for both schemes.
    `-Dhttp.nonProxyHosts=${hosts.join("|")}`,
  ];
}

function directHosts(direct: readonly string[]): string[] {
  return [...new Set([...inCluster, ...direct])];
}
