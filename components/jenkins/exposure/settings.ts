import { everywhere } from "../../internal/cidr";
import type { NetworkSettings } from "../network/settings";

/** Ways in which users outside the cluster reach Jenkins. */
export type ExposureType = "none" | "ingress" | "gateway" | "load-balancer" | "node-port";

/** How users outside the cluster reach Jenkins, and who reaches it on the network. */
export interface ExposureSettings {
  /** `none`: only through a port forward. */
  readonly type: ExposureType;
  /** With type `ingress`. */
  readonly ingress?: IngressSettings;
  /** With type `gateway`. */
  readonly gateway?: GatewaySettings;
  /** With type `load-balancer`; all of it has defaults. */
  readonly loadBalancer?: LoadBalancerSettings;
  /** With type `node-port`; all of it has defaults. */
  readonly nodePort?: NodePortSettings;
  /** Whether external-dns is asked for the records of the hosts (E-10). */
  readonly externalDns: boolean;
  /** A second host that answers to webhooks alone (E-15). */
  readonly webhooks?: WebhookSettings;
  /** Network policies. */
  readonly network: NetworkSettings;
}

/** Ingress controllers whose annotations are known; with another one they are the settings' own. */
export type IngressController = "ingress-nginx" | "traefik" | "aws-load-balancer" | "other";

/** An Ingress in front of Jenkins (E-09, E-11). */
export interface IngressSettings {
  readonly className: string;
  readonly controller: IngressController;
  readonly tls: TlsSettings;
  /** Largest upload, in the notation of nginx: `100m`. */
  readonly bodySize: string;
  /** How long a response may pause: consoles of builds are long ones. */
  readonly readTimeoutSeconds: number;
  /** Oldest TLS version that is spoken. */
  readonly minimumTls: "TLSv1.2" | "TLSv1.3";
  /** Further annotations; they win over those of the controller. */
  readonly annotations: Readonly<Record<string, string>>;
}

/** Where the certificate comes from: one of the issuers of cert-manager, or a Secret that exists. */
export interface TlsSettings {
  readonly clusterIssuer?: string;
  readonly issuer?: string;
  /**
   * Secret of the certificate.
   *
   * @default - with an issuer `jenkins-tls`
   */
  readonly secretName?: string;
}

/** A route on a Gateway that somebody else keeps, with its certificate and its TLS versions. */
export interface GatewaySettings {
  readonly name: string;
  readonly namespace: string;
  /** Listener that terminates TLS: on all listeners, passwords would travel in the clear. */
  readonly sectionName: string;
  /**
   * Listener without TLS, from which users are sent to the other one.
   *
   * @default - there is none
   */
  readonly redirectSectionName?: string;
  /** How long a response may take. */
  readonly readTimeoutSeconds: number;
}

/** A Service with an address of its own: TLS is terminated there, or by a proxy in front of it. */
export interface LoadBalancerSettings {
  /** Whose annotations make it check the health of Jenkins at its login page (E-12). */
  readonly controller: "aws" | "azure" | "other";
  /** Fixed address, where the controller takes one. */
  readonly address?: string;
  readonly port: number;
  /** Networks that may connect; none means every one. */
  readonly sourceRanges: readonly string[];
  readonly annotations: Readonly<Record<string, string>>;
}

/** A port on every node, for a proxy outside the cluster that terminates TLS. */
export interface NodePortSettings {
  /**
   * Port of the nodes.
   *
   * @default - the cluster chooses one
   */
  readonly port?: number;
  /** Networks that may connect; none means every one. */
  readonly sourceRanges: readonly string[];
}

/** Receivers of webhooks whose plugins the lock holds: a path that nothing answers to is none of them. */
export type WebhookReceiver = "github" | "git-notify-commit";

/** A second host, reachable by those who send webhooks and nobody else's business. */
export interface WebhookSettings {
  readonly host: string;
  readonly receivers: readonly WebhookReceiver[];
  /**
   * Ingress class of the second host.
   *
   * @default - that of the first
   */
  readonly className?: string;
  /**
   * Listener of the Gateway.
   *
   * @default - that of the first host
   */
  readonly sectionName?: string;
}

/** Jenkins behind no proxy, with its network policies. */
export const notExposed: ExposureSettings = {
  type: "none",
  externalDns: false,
  network: {
    enabled: true,
    proxyNamespaces: [],
    proxyNetworks: [],
    apiServer: everywhere,
    updateCentre: everywhere,
    sourceHosts: {},
    egress: {},
  },
};
