/** A node of the cluster. */
export interface DiscoveredNode {
  readonly name: string;
  readonly arch: string;
  readonly ready: boolean;
  /** Whether it runs the cluster itself rather than other people's pods. */
  readonly controlPlane: boolean;
  readonly labels: readonly string[];
}

/** What a cluster was seen to have. */
export interface DiscoveredCluster {
  readonly nodes: readonly DiscoveredNode[];
  /** Classes of Ingresses, with the controller that answers for them, such as `k8s.io/ingress-nginx`. */
  readonly ingressClasses: readonly { readonly name: string; readonly controller: string }[];
  /** ClusterIssuers of cert-manager. */
  readonly clusterIssuers: readonly string[];
}

/** A volume of the NAS. */
export interface DiscoveredVolume {
  /** Such as `/volume1`. */
  readonly path: string;
  readonly fileSystem: string;
  /** Whether LUNs can be made on it: Btrfs, healthy, writable. */
  readonly usable: boolean;
  readonly freeBytes: number;
}

/** What a NAS was seen to have. */
export interface DiscoveredNas {
  readonly nodeUuid: string;
  readonly volumes: readonly DiscoveredVolume[];
  readonly luns: number;
  /** Most LUNs of the model; undefined when it does not say. */
  readonly mostLuns: number | undefined;
}

/** What was found by looking around; a part is absent when it could not be looked at. */
export interface Discovered {
  readonly cluster?: DiscoveredCluster;
  readonly nas?: DiscoveredNas;
}
