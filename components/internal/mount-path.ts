import { accepted, refused, type Parsed } from "./parsed";

/** Where the plugin mounts the workspace in every container. */
export const workspacePath = "/home/jenkins/agent";

/** Reads the folder or file in a container that a volume appears as. */
export function parseMountPath(text: string): Parsed<string> {
  const expected = "an absolute path such as /var/cache/builds";
  if (/docker\.sock|containerd\.sock|crio\.sock/.test(text))
    return refused(expected, "the socket of the container runtime is root on the node");
  if (!/^(\/[\w.@+-]+)+$/.test(text) || /\/\.{1,2}(\/|$)/.test(text)) {
    const better = `/${text
      .split("/")
      .filter((part) => part !== "" && part !== ".")
      .join("/")}`;
    const fits = better !== text && !better.includes("..") && /^(\/[\w.@+-]+)+$/.test(better);
    return refused(expected, fits ? `did you mean "${better}"?` : undefined);
  }
  return text === workspacePath
    ? refused(expected, "the workspace is mounted there; set workspace instead")
    : accepted(text);
}
