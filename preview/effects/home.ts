import { isRecord, segmentsOf, valueAt } from "../path";
import type { ResourceState, Step } from "../step";
import { group, review, type Effect } from "./effect";

/**
 * What becomes of the home that the controller works on, compared as a whole: its volume, where it is mounted, by whom,
 * and as which user. Whatever differs is looked at; another claim of the same kind has a rule of its own.
 */
export function homeEffects({ before, after }: Step): Effect[] {
  const [was, is] = [before, after].map(podOf);
  if (was === undefined || is === undefined) return [];
  return aspects
    .filter(([aspect]) => textOf(aspect(was)) !== textOf(aspect(is)))
    .map(([, text]) => review(text));
}

type Group = Readonly<Record<string, unknown>>;

/** A pod as far as the home is concerned. */
interface Pod {
  readonly spec: Group;
  readonly containers: readonly Group[];
  readonly volumes: readonly Group[];
  /** Names of the volumes that keep data. */
  readonly kept: ReadonlySet<string>;
}

const aspects: readonly (readonly [(pod: Pod) => unknown, string])[] = [
  [volumes, "the volume of the home changes: Jenkins may start without its data"],
  [mounts, "the home is mounted elsewhere, or something is mounted over it"],
  [work, "another command, or another container, works on the home before or beside Jenkins"],
  [homePaths, "Jenkins looks for its home elsewhere (JENKINS_HOME)"],
  [users, "Jenkins runs as another user: files of the home change hands"],
];

function podOf(state: ResourceState | undefined): Pod | undefined {
  const template = valueAt(state?.inputs, segmentsOf("spec.template"));
  if (template === undefined) return undefined;
  const spec = group(state, "spec.template.spec");
  const list = groupsOf(spec["volumes"]);
  const kept = list.filter(
    ({ name, persistentVolumeClaim }) => name === "home" || isRecord(persistentVolumeClaim),
  );
  return {
    spec,
    containers: [...groupsOf(spec["initContainers"]), ...groupsOf(spec["containers"])],
    volumes: list,
    kept: new Set(kept.map(({ name }) => String(name))),
  };
}

/** Without the names of claims. */
function volumes({ volumes: list, kept }: Pod): unknown {
  return list
    .filter(({ name }) => kept.has(String(name)))
    .map((volume) => {
      const claim = volume["persistentVolumeClaim"];
      return isRecord(claim)
        ? { ...volume, persistentVolumeClaim: { ...claim, claimName: undefined } }
        : volume;
    });
}

function mounts(pod: Pod): unknown {
  const home = pod.containers.flatMap(mountsOf).filter(({ name }) => pod.kept.has(String(name)));
  const paths = new Set(home.map(({ mountPath }) => String(mountPath)));
  const files = new Set(
    pod.volumes
      .filter(({ configMap, secret, projected }) => configMap ?? secret ?? projected)
      .map(({ name }) => String(name)),
  );
  return pod.containers
    .map((container) =>
      mountsOf(container).filter(
        ({ name, mountPath }) =>
          pod.kept.has(String(name)) ||
          (!files.has(String(name)) && [...paths].some((path) => overlap(path, String(mountPath)))),
      ),
    )
    .filter((list) => list.length > 0);
}

function overlap(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}

function work(pod: Pod): unknown {
  return onHome(pod).map(
    ({ name, command, args, workingDir, lifecycle, envFrom, volumeDevices }) => ({
      ...{ name, command, args, workingDir, lifecycle, envFrom, volumeDevices },
    }),
  );
}

function homePaths(pod: Pod): unknown {
  return pod.containers
    .map(({ env }) =>
      groupsOf(env)
        .filter(({ name, value }) =>
          /JENKINS_HOME|user\.home/.test(`${String(name)} ${String(value)}`),
        )
        .map(({ name, value, valueFrom }) => [
          name,
          name === "JENKINS_HOME"
            ? [value, valueFrom]
            : String(value).match(/\S*(JENKINS_HOME|user\.home)\S*/g),
        ]),
    )
    .filter((list) => list.length > 0);
}

function users(pod: Pod): unknown {
  return [pod.spec, ...onHome(pod)].map(({ securityContext }) => {
    const { runAsUser, runAsGroup, runAsNonRoot, fsGroup, supplementalGroups } = isRecord(
      securityContext,
    )
      ? securityContext
      : {};
    return { runAsUser, runAsGroup, runAsNonRoot, fsGroup, supplementalGroups };
  });
}

function onHome(pod: Pod): Group[] {
  return pod.containers.filter((container) =>
    mountsOf(container).some(({ name }) => pod.kept.has(String(name))),
  );
}

function mountsOf({ volumeMounts }: Group): Group[] {
  return groupsOf(volumeMounts);
}

function groupsOf(value: unknown): Group[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Equal content, equal text: the order of keys means nothing. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isRecord(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
