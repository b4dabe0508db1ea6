import type * as k8s from "@pulumi/kubernetes";

/** What sets one Service apart from another. */
export interface ServiceKind {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec: k8s.types.input.core.v1.ServiceSpec;
}

/** A port of a Service that leads to the pod's port of the same name. */
export function servicePort(name: string, port: number): k8s.types.input.core.v1.ServicePort {
  return { name, port, targetPort: name, protocol: "TCP" };
}
