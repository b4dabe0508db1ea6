import { agentListenerPort, httpPort } from "../internal/controller-ports";
import type { CloudSettings } from "./configuration/settings";

export { agentListenerPort, httpPort };

/** Ports on which agents find a listener: none where they come through the web address (C-22). */
export function listenerPorts(transport: CloudSettings["transport"]): readonly number[] {
  return transport === "tcp" ? [agentListenerPort] : [];
}

/** Names of the two Services. */
export const serviceNames = { http: "jenkins", agentListener: "jenkins-agent" } as const;

/** Where agents find the controller, all of it derived here so that it cannot disagree (C-22). */
export interface Endpoints {
  readonly controllerUrl: string;
  readonly tunnel: string;
}

/** @param prefix path Jenkins is served under, without a final slash: `""` or `/jenkins` */
export function endpoints(namespace: string, prefix: string): Endpoints {
  return {
    controllerUrl: `http://${serviceNames.http}.${namespace}.svc:${httpPort}${prefix}`,
    tunnel: `${serviceNames.agentListener}.${namespace}.svc:${agentListenerPort}`,
  };
}

/** The path of an application's address, without its final slash. */
export function prefixOf(url: string): string {
  return new URL(url).pathname.replace(/\/$/, "");
}
