import type { RequiredPackage } from "../../../local/packages/required";
import { debianTools, type ToolEnvironment } from "../../support/debian-tools";

const packages: readonly RequiredPackage[] = [
  { name: "openssh-server", executables: ["sshd"] },
  { name: "openssh-client", executables: ["ssh", "ssh-keygen"] },
  { name: "git", executables: ["git"] },
  { name: "iproute2", executables: ["ip"] },
];

/** Environment in which OpenSSH's server, its clients and Git are found, and what further packages have. */
export function tools(further: readonly RequiredPackage[] = []): Promise<ToolEnvironment> {
  return debianTools("ssh", [...packages, ...further]);
}
