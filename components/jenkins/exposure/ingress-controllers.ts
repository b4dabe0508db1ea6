import type { IngressSettings } from "./settings";

/** Cipher suites no TLS version before 1.2 has: ingress-nginx takes versions for all of its hosts only. */
const modernCiphers = ["ECDSA", "RSA"]
  .flatMap((key) => [
    `ECDHE-${key}-AES128-GCM-SHA256`,
    `ECDHE-${key}-AES256-GCM-SHA384`,
    `ECDHE-${key}-CHACHA20-POLY1305`,
  ])
  .join(":");

/**
 * What the known ingress controllers need to serve Jenkins well: every request on TLS of a minimum version,
 * uploads that are large, and consoles and WebSockets that stay open (E-11). All of them pass WebSockets on unasked.
 *
 * @param loginPath page that answers 200 to anybody, for a controller that checks the health itself (E-12)
 */
export function controllerAnnotations(
  { controller, bodySize, readTimeoutSeconds, minimumTls }: IngressSettings,
  loginPath: string,
): Record<string, string> {
  switch (controller) {
    case "ingress-nginx":
      return prefixed("nginx.ingress.kubernetes.io", {
        "force-ssl-redirect": "true",
        "proxy-body-size": bodySize,
        // An upload goes to Jenkins at once instead of to the disk of the proxy.
        "proxy-request-buffering": "off",
        "proxy-read-timeout": String(readTimeoutSeconds),
        "proxy-send-timeout": String(readTimeoutSeconds),
        "ssl-ciphers": modernCiphers,
      });
    case "traefik":
      // It limits no upload and lets a response pause; redirect and TLS version are objects of its own.
      return prefixed("traefik.ingress.kubernetes.io", {
        "router.entrypoints": "websecure",
        "router.tls": "true",
      });
    case "aws-load-balancer":
      return prefixed("alb.ingress.kubernetes.io", {
        "listen-ports": '[{"HTTP":80},{"HTTPS":443}]',
        "ssl-redirect": "443",
        "ssl-policy": `ELBSecurityPolicy-TLS13-1-${minimumTls.slice(-1)}-2021-06`,
        "target-type": "ip",
        "healthcheck-path": loginPath,
        "success-codes": "200",
        "load-balancer-attributes": `idle_timeout.timeout_seconds=${readTimeoutSeconds}`,
      });
    case "other":
      return {};
  }
}

function prefixed(prefix: string, annotations: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [`${prefix}/${key}`, value]),
  );
}
