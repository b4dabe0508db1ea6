import { jenkinsVersion, parseImage } from "../components/internal/image";

/** What a controller runs, as far as a home does not go back behind it. */
export interface Rolled {
  /** Image of the controller. */
  readonly image: string;
  /** Versions by the id of the plugin; empty where the plugins come from an image. */
  readonly plugins: Readonly<Record<string, string>>;
}

/** What a controller runs, from the environment of the stack's upgrade commands. */
export function rolledFrom(environment: Readonly<Record<string, unknown>>): Rolled {
  const { JENKINS_IMAGE: image, PLUGINS: plugins } = environment;
  return {
    image: typeof image === "string" ? image : "",
    plugins: pluginsIn(typeof plugins === "string" ? plugins : ""),
  };
}

/** Plugins of a text with `<id>:<version>` a line. */
export function pluginsIn(text: string): Record<string, string> {
  const pairs = text
    .split("\n")
    .map((line) => /^(?<id>[^:\s]+):(?<version>\S+)$/.exec(line)?.groups)
    .filter((found) => found !== undefined);
  return Object.fromEntries(pairs.map(({ id = "", version = "" }) => [id, version]));
}

/** The Jenkins an image holds; nothing for one that only a digest names. */
export function versionIn(image: string): string | undefined {
  const parsed = parseImage(image);
  return parsed.ok ? jenkinsVersion(parsed.value) : undefined;
}

/** A word for an image in a name: its Jenkins, else the beginning of its digest. */
export function shortVersion(image: string): string {
  return versionIn(image) ?? /@sha256:([0-9a-f]{12})/.exec(image)?.[1] ?? "unknown";
}
