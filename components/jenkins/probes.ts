import type * as k8s from "@pulumi/kubernetes";

const periodSeconds = 10;

/**
 * Probes of the controller.
 *
 * All ask for the login page: the root answers 403 to whoever is not logged in, however well Jenkins is (E-12).
 * Only the first start is given much time; a Jenkins that has answered once is missed within a minute.
 *
 * @param prefix path Jenkins is served under, without a final slash
 * @param startupMinutes time Jenkins may take to answer for the first time
 */
export function loginProbes(
  prefix: string,
  startupMinutes: number,
): Pick<k8s.types.input.core.v1.Container, "startupProbe" | "livenessProbe" | "readinessProbe"> {
  const login = {
    httpGet: { path: `${prefix}/login`, port: "http" },
    periodSeconds,
    timeoutSeconds: 5,
  };
  return {
    startupProbe: { ...login, failureThreshold: (startupMinutes * 60) / periodSeconds },
    livenessProbe: { ...login, failureThreshold: 5 },
    readinessProbe: { ...login, failureThreshold: 3 },
  };
}
