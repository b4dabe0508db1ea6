import { sshPort } from "./host-name";

/** Where an SSH server is. */
export interface SshServer {
  readonly host: string;
  readonly port: number;
}

/** The SSH server of a Git repository, `ssh://…` or `user@host:path`; nothing where Git does not use SSH. */
export function sshServer(repository: string): SshServer | undefined {
  const [, scp] = /^[\w.-]+@([\w.-]+):(?!\/\/)/.exec(repository) ?? [];
  if (scp !== undefined) return { host: scp.toLowerCase(), port: sshPort };
  if (!repository.startsWith("ssh://") || !URL.canParse(repository)) return undefined;
  const { hostname, port } = new URL(repository);
  return { host: hostname.toLowerCase(), port: port === "" ? sshPort : Number(port) };
}
