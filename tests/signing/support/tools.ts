import type { RequiredPackage } from "../../../local/packages/required";
import { debianTools, type ToolEnvironment } from "../../support/debian-tools";

/** What an image that signs and publishes packages has, and the server it publishes to. */
export const packages: readonly RequiredPackage[] = [
  { name: "gnupg", executables: ["gpg", "gpgconf"] },
  { name: "rpm", executables: ["rpmbuild", "rpmkeys", "rpmsign"] },
  { name: "createrepo-c", executables: ["createrepo_c"] },
  { name: "rsync", executables: ["rsync"] },
  { name: "openssh-client", executables: ["ssh", "ssh-keygen"] },
  { name: "openssh-server", executables: ["sshd"] },
];

let environment: Promise<ToolEnvironment> | undefined;

/** Environment in which the tools of {@link packages} are found. */
export function tools(): Promise<ToolEnvironment> {
  environment ??= debianTools("signing", packages);
  return environment;
}
