import { parseName, parseSubdomain } from "../../components/internal/kubernetes-name";
import { parseAnnotationKey } from "../../components/internal/labels";
import { accepted, refused, type Parsed } from "../../components/internal/parsed";
import { group, keyed, oneOf, text, wholeNumber } from "../fields";

/** Further annotations of an object. */
export const annotations = keyed(
  parseAnnotationKey,
  text(accepted).meta({ description: "Value of the annotation.", examples: ["20"] }),
)
  .default({})
  .meta({
    description: "Further annotations. They win over those that are derived.",
    examples: [{ "nginx.ingress.kubernetes.io/limit-rps": "20" }],
  });

/** How long an answer may take. */
export const readTimeoutSeconds = wholeNumber(60, 4000)
  .default(3600)
  .meta({
    description: "How long an answer may pause, in seconds: the console of a build is a long one.",
    examples: [3600],
  });

const tls = group({
  clusterIssuer: text(parseSubdomain)
    .exactOptional()
    .meta({
      description: "ClusterIssuer of cert-manager that makes the certificate.",
      examples: ["letsencrypt"],
    }),
  issuer: text(parseSubdomain)
    .exactOptional()
    .meta({
      description:
        "Issuer of cert-manager, in the controller's namespace, that makes the certificate.",
      examples: ["internal-ca"],
    }),
  secretName: text(parseName)
    .exactOptional()
    .meta({
      description:
        "Secret of the certificate in the controller's namespace. An issuer fills it, by default jenkins-tls; without an issuer it has to be there.",
      examples: ["jenkins-tls"],
    }),
})
  .prefault({})
  .meta({
    description:
      "Where the certificate comes from. The AWS load balancer finds one by the host when nothing is named.",
  });

/** An Ingress in front of Jenkins (E-09, E-11). */
export const ingress = group({
  className: text(parseSubdomain).meta({
    description: "Class of the Ingress.",
    examples: ["nginx"],
  }),
  controller: oneOf(["ingress-nginx", "traefik", "aws-load-balancer", "other"]).meta({
    description:
      "Controller behind the class. For the known ones the redirect to HTTPS, the oldest TLS version, the size of uploads, timeouts and the health check are derived; for another one they are up to annotations.",
    examples: ["ingress-nginx"],
  }),
  tls,
  bodySize: text(parseBodySize)
    .default("100m")
    .meta({
      description:
        "Largest upload that ingress-nginx lets pass; 0 for any. The others set no limit.",
      examples: ["100m"],
    }),
  readTimeoutSeconds,
  minimumTls: oneOf(["TLSv1.2", "TLSv1.3"])
    .default("TLSv1.2")
    .meta({
      description:
        "Oldest TLS version that is spoken. ingress-nginx takes versions for all of its hosts only, so TLSv1.3 is its ConfigMap's to set.",
      examples: ["TLSv1.2"],
    }),
  annotations,
})
  .exactOptional()
  .meta({ description: "The Ingress, with type ingress." });

function parseBodySize(size: string): Parsed<string> {
  return /^(0|[1-9]\d{0,5}[kmg]?)$/.test(size)
    ? accepted(size)
    : refused("a size as nginx writes it, such as 100m");
}
