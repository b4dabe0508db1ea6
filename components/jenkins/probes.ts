import type * as k8s from "@pulumi/kubernetes";

/** Seconds Jenkins may take to answer for the first time: a huge home, or plugins that are unpacked. */
export const startupBudgetSeconds = 20 * 60;

/**
 * Probes of the controller.
 *
 * All ask for the login page: the root answers 403 to whoever is not logged in, however well Jenkins is (E-12).
 *
 * @param prefix path Jenkins is served under, without a final slash
 */
export function loginProbes(
  prefix: string,
): Pick<k8s.types.input.core.v1.Container, "startupProbe" | "livenessProbe" | "readinessProbe"> {
  const login = { httpGet: { path: `${prefix}/login`, port: "http" }, timeoutSeconds: 5 };
  return {
    startupProbe: { ...login, periodSeconds: 10, failureThreshold: startupBudgetSeconds / 10 },
    livenessProbe: { ...login, periodSeconds: 10, failureThreshold: 5 },
    readinessProbe: { ...login, periodSeconds: 10, failureThreshold: 3 },
  };
}
