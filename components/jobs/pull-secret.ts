/** One registry that asks for a login. */
export interface RegistryLogin {
  /** Key of the registry in the document: host, optional port and path; Docker Hub's is a whole address. */
  readonly server: string;
  readonly username: string;
}

/**
 * The document of a `kubernetes.io/dockerconfigjson` Secret for several registries.
 *
 * A line break at the end of a password, which files and `echo` leave behind, is dropped: inside the encoded
 * credential it would turn every pull into an authentication failure.
 *
 * @param passwords by the names of the registries
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
 */
export function dockerConfig(
  registries: Readonly<Record<string, RegistryLogin>>,
  passwords: Readonly<Record<string, string>>,
): string {
  const auths = Object.entries(registries)
    .map(([name, login]) => [login, (passwords[name] ?? "").replace(/[\r\n]+$/, "")] as const)
    .sort(([one], [other]) => (one.server < other.server ? -1 : 1))
    .map(([{ server, username }, password]) => [
      server,
      { username, password, auth: Buffer.from(`${username}:${password}`).toString("base64") },
    ]);
  return JSON.stringify({ auths: Object.fromEntries(auths) as unknown });
}

/** Names of the pull secrets of a namespace with these registries: one, which holds all logins, or none. */
export function pullSecrets(registries: Readonly<Record<string, RegistryLogin>>): string[] {
  return Object.keys(registries).length > 0 ? ["registries"] : [];
}
