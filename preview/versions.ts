import { parseImage } from "../components/internal/image";
import { versionIn } from "../upgrade/rolled";
import { isRecord } from "./path";
import { parentTypes, type ResourceState, type Step } from "./step";

/** Software that another version of is going to run. */
export interface VersionChange {
  /** `Jenkins`, the id of a plugin, or the repository of an image. */
  readonly what: string;
  /** Absent when it is new. */
  readonly before?: string;
  /** Absent when it goes. */
  readonly after?: string;
  /** Where its makers say what has changed. */
  readonly link?: string;
}

/** Every version that changes, Jenkins first, then plugins, then images, each once. */
export function versionChanges(steps: readonly Step[]): VersionChange[] {
  const changed = steps.filter(({ operation }) => operation !== "same" && operation !== "read");
  const jenkins = changed.flatMap(ofJenkins);
  const isTold = ({ after = "" }: VersionChange) =>
    jenkins.some((change) => after.startsWith(`${change.after ?? ""}-`));
  const found = [
    ...jenkins,
    ...changed.flatMap(ofPlugins).sort(byWhat),
    ...changed
      .flatMap(ofImages)
      .filter((image) => !isTold(image))
      .sort(byWhat),
  ];
  return [
    ...new Map(
      found.map((change) => [
        `${change.what} ${change.before ?? ""} ${change.after ?? ""}`,
        change,
      ]),
    ).values(),
  ];
}

function byWhat(one: VersionChange, other: VersionChange): number {
  const [a, b] = [one, other].map(({ what, before = "", after = "" }) =>
    [what, after, before].join(" "),
  );
  return a === b || a === undefined || b === undefined ? 0 : a < b ? -1 : 1;
}

function ofJenkins(step: Step): VersionChange[] {
  if (!isController(step)) return [];
  const [before, after] = [step.before, step.after].map(jenkinsOf);
  if (before === undefined || after === undefined || before === after) return [];
  return [
    { what: "Jenkins", before, after, link: `https://www.jenkins.io/changelog-stable/#v${after}` },
  ];
}

function isController(step: Step): boolean {
  return (
    step.type === "kubernetes:apps/v1:StatefulSet" &&
    parentTypes(step.urn).some((type) => type.endsWith(":JenkinsController"))
  );
}

function jenkinsOf(state: ResourceState | undefined): string | undefined {
  return imagesIn(state?.inputs)
    .map(versionIn)
    .find((version) => version !== undefined);
}

function ofPlugins({ before, after }: Step): VersionChange[] {
  const [was, is] = [before, after].map(pluginsOf);
  if (was === undefined || is === undefined || was.size === 0 || is.size === 0) return [];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((id) => was.get(id) !== is.get(id))
    .map((id) => ({
      what: id,
      ...sides(was.get(id), is.get(id)),
      link: `https://plugins.jenkins.io/${id}/releases/`,
    }));
}

/** Versions by plugin, from the list that the init container installs. */
function pluginsOf(state: ResourceState | undefined): Map<string, string> {
  const data = state?.inputs["data"];
  const list = isRecord(data) ? data["plugins.txt"] : undefined;
  const lines = typeof list === "string" ? list.split("\n") : [];
  return new Map(
    lines.flatMap((line) => {
      const [, id, version] = /^([\w-]+):(\S+)$/.exec(line) ?? [];
      return id === undefined || version === undefined ? [] : [[id, version] as const];
    }),
  );
}

function ofImages(step: Step): VersionChange[] {
  if (step.before === undefined || step.after === undefined) return [];
  const [before, after] = [step.before, step.after].map(({ inputs }) => tagsOf(inputs));
  if (before === undefined || after === undefined) return [];
  return [...after].flatMap(([repository, tag]) => {
    const old = before.get(repository);
    if (old === undefined || old === tag) return [];
    const link = imageLink(repository);
    return [{ what: repository, before: old, after: tag, ...(link === undefined ? {} : { link }) }];
  });
}

function sides(before: string | undefined, after: string | undefined): Partial<VersionChange> {
  return {
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  };
}

/** Tag, or the beginning of a digest, by repository. */
function tagsOf(inputs: unknown): Map<string, string> {
  return new Map(
    imagesIn(inputs).flatMap((image) => {
      const parsed = parseImage(image);
      if (!parsed.ok) return [];
      const { repository, tag, digest } = parsed.value;
      const version = tag ?? digest?.slice(0, "sha256:".length + 12);
      return version === undefined ? [] : [[repository, version] as const];
    }),
  );
}

/** Images that a resource names: in the pods it describes, and in configuration that describes pods. */
function imagesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(imagesIn);
  if (typeof value === "string")
    return [...value.matchAll(/^\s*(?:- )?image: "?([^"\s]+)"?$/gm)].flatMap(
      ([, image]) => image ?? [],
    );
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "image" && typeof inner === "string" ? [inner] : imagesIn(inner),
  );
}

/** Page of an image's versions, for the registries that have one at a known address. */
function imageLink(repository: string): string | undefined {
  if (/\/jenkins\/(inbound-)?agent$/.test(repository))
    return "https://github.com/jenkinsci/docker-agents/releases";
  const [registry, ...path] = repository.split("/");
  const name = path.join("/");
  if (registry === "docker.io") return `https://hub.docker.com/r/${name}/tags`;
  if (registry === "quay.io") return `https://quay.io/repository/${name}?tab=tags`;
  return registry === "ghcr.io" ? `https://ghcr.io/${name}` : undefined;
}
