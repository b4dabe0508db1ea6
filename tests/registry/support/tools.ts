import type { RequiredPackage } from "../../../local/packages/required";
import { debianTools, type ToolEnvironment } from "../../support/debian-tools";

/** A registry, what hashes its passwords, and a client. */
const packages: readonly RequiredPackage[] = [
  { name: "docker-registry", executables: ["docker-registry"] },
  { name: "apache2-utils", executables: ["htpasswd"] },
  { name: "skopeo", executables: ["skopeo"] },
];

let environment: Promise<ToolEnvironment> | undefined;

/** Environment in which all of them are found. */
export function tools(): Promise<ToolEnvironment> {
  environment ??= debianTools("registry", packages);
  return environment;
}
