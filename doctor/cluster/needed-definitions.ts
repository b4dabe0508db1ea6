import { resourceDefinitions } from "../../components/internal/api-groups";
import type { Sections } from "../../stacks/settings";

/** A custom resource definition, and the setting that asks for it. */
export interface NeededDefinition {
  /** Path of the setting, e.g. `monitoring.enabled`. */
  readonly setting: string;
  /** `<plural>.<group>`. */
  readonly definition: string;
}

/** What the program will look up (C-30); a test compares it with what the program does look up. */
export function neededDefinitions({ exposure, monitoring }: Sections): readonly NeededDefinition[] {
  const need = (setting: string, ...names: (keyof typeof resourceDefinitions)[]) =>
    names.map((name) => ({ setting, definition: resourceDefinitions[name] }));
  const { ingress } = exposure;
  return [
    ...(monitoring.enabled ? need("monitoring.enabled", "serviceMonitor") : []),
    ...(monitoring.enabled && monitoring.alerts
      ? need("monitoring.enabled", "prometheusRule")
      : []),
    ...(exposure.type === "gateway" ? need("exposure.type", "httpRoute") : []),
    ...(ingress?.tls.clusterIssuer === undefined
      ? []
      : need("exposure.ingress.tls.clusterIssuer", "certificate")),
    ...(ingress?.tls.issuer === undefined
      ? []
      : need("exposure.ingress.tls.issuer", "certificate")),
    ...(ingress?.controller === "traefik"
      ? need("exposure.ingress.controller", "traefikMiddleware", "traefikTlsOption")
      : []),
  ];
}
