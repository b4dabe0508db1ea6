import { accepted, refused, type Parsed } from "./parsed";

/** The key under which every client looks Docker Hub's credentials up. */
const dockerHub = "https://index.docker.io/v1/";

/**
 * Reads the key of a registry in a `dockerconfigjson` Secret: host, optional port and path, no scheme.
 *
 * Docker Hub is the exception: its key is a whole address, and under any other the password is never used (B-26).
 */
export function parseRegistryServer(text: string): Parsed<string> {
  const expected = "<host>[:<port>][/<path>]";
  if (text === dockerHub) return accepted(text);
  if (/^(https?:\/\/)?((index|registry-1|www)\.)?docker\.(io|com)(\/.*)?$/.test(text))
    return refused(expected, `the key of Docker Hub is "${dockerHub}"`);
  const bare = text.replace(/^https?:\/\//, "").replace(/\/+$/, "");
  if (!/^([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(:\d{1,5})?(\/[\w.-]+)*$/.test(bare))
    return refused(expected);
  return bare === text ? accepted(text) : refused(expected, `did you mean "${bare}"?`);
}

/** Reads a user of a registry: basic authentication splits at the first colon. */
export function parseRegistryUser(text: string): Parsed<string> {
  return /^[^\s:]+$/.test(text) ? accepted(text) : refused("a user name without spaces and colons");
}
