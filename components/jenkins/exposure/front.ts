import { prefixOf } from "../endpoints";
import type { WebhookReceiver, WebhookSettings } from "./settings";

/** What one host answers to. */
export interface Front {
  /** Part of the logical names of its objects. */
  readonly role: "ingress" | "webhooks";
  /** Name of its objects. */
  readonly objectName: string;
  readonly host: string;
  readonly paths: readonly FrontPath[];
}

/** A path that is passed on: with everything below it, or alone. */
export interface FrontPath {
  readonly path: string;
  readonly exact: boolean;
}

/** Where each receiver listens; every other path of Jenkins stays unreachable on the second host. */
const receiverPaths: Readonly<Record<WebhookReceiver, string>> = {
  github: "/github-webhook/",
  "git-notify-commit": "/git/notifyCommit",
};

/** The host of users: it is that of the address, and nothing else says it a second time (E-10). */
export function userFront(url: string): Front {
  return {
    role: "ingress",
    objectName: "jenkins",
    host: hostOf(url),
    paths: [{ path: prefixOf(url) === "" ? "/" : prefixOf(url), exact: false }],
  };
}

/** The host of webhooks: below the same prefix, because Jenkins knows one. */
export function webhookFront(url: string, { host, receivers }: WebhookSettings): Front {
  return {
    role: "webhooks",
    objectName: "jenkins-webhooks",
    host,
    paths: receivers.map((receiver) => ({
      path: `${prefixOf(url)}${receiverPaths[receiver]}`,
      exact: true,
    })),
  };
}

/** The host of an address, without its port. */
export function hostOf(url: string): string {
  return new URL(url).hostname;
}

/** What external-dns reads the name of a record from (E-10). */
export function dnsAnnotations(wanted: boolean, host: string): Record<string, string> {
  return wanted ? { "external-dns.alpha.kubernetes.io/hostname": host } : {};
}
