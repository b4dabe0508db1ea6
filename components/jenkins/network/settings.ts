import type { Egress, SourceHost } from "../../internal/network-egress";

/** What may reach the controller, and what it may reach (E-04, E-25). */
export interface NetworkSettings {
  /** Whether there are network policies at all. Without a network plugin that enforces them they are only words. */
  readonly enabled: boolean;
  /** Namespaces of the pods that pass requests of users on: an ingress controller, or the proxies of a gateway. */
  readonly proxyNamespaces: readonly string[];
  /** Networks of proxies that are no pods, or pods in the network of their node; and of health checks. */
  readonly proxyNetworks: readonly string[];
  /** Where the API server answers, after the address of its Service was translated. */
  readonly apiServer: readonly string[];
  /** Where plugins are downloaded from, when they are. */
  readonly updateCentre: readonly string[];
  /** Hosts of source code, by name: policies know addresses alone. */
  readonly sourceHosts: Readonly<Record<string, SourceHost>>;
  /** Everything else the controller asks, by a name of one's choice: mail, LDAP, single sign-on. */
  readonly egress: Readonly<Record<string, Egress>>;
}
