import type { ClusterApi } from "../../cluster-api";
import { listFiles, listPath } from "../../components/jenkins/plugins/install-script";
import { writerOf } from "../../nas/snapshot/present";
import { unknownImage, type TakenUnder } from "../../restore/plan";
import type { KnownSnapshot } from "../../restore/world";
import { pluginsIn } from "../../upgrade/rolled";
import {
  isUpgradeSnapshot,
  pluginsWord,
  ranIn,
  upgradeOf,
  type Ran,
} from "../../upgrade/snapshot-name";
import { getOrNone } from "./care-record";

/** What a controller starts, as far as a home is rewritten by it. */
export interface Starts {
  readonly image: string;
  /** {@link pluginsWord} of its plugins; of none where they come from the image. */
  readonly plugins: string;
}

/** How many upgrades are remembered, and for how long, which is what `upgrades.retention` says. */
export interface Memory {
  readonly count: number;
  readonly days: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const nobodyKnows: Ran = { fromImage: unknownImage };

/**
 * How what a snapshot was taken under differs from what would start on it.
 *
 * @param all snapshots of the LUN, the oldest first
 * @param starts undefined where there is no controller yet
 */
export function takenUnder(
  snapshot: KnownSnapshot,
  all: readonly KnownSnapshot[],
  starts: Starts | undefined,
  memory: Memory,
): TakenUnder | undefined {
  const was = ranUnder(snapshot, all, memory);
  if (was === undefined) return undefined;
  const plugins =
    was.fromPlugins === undefined
      ? ("unknown" as const)
      : was.fromPlugins === starts?.plugins
        ? undefined
        : ("other" as const);
  const sameImage = was.fromImage === starts?.image;
  if (sameImage && plugins === undefined) return undefined;
  return {
    ...(!sameImage && { image: was.fromImage }),
    ...(plugins !== undefined && { plugins }),
  };
}

/**
 * What ran when a snapshot was taken; undefined for what runs now.
 *
 * A snapshot before an upgrade says so itself, and so does one that a restore took of the present. Of any other one the
 * next upgrade says it, as long as no upgrade in between has been forgotten: the oldest are forgotten first, so that none
 * is missing after one that is there.
 */
function ranUnder(
  snapshot: KnownSnapshot,
  all: readonly KnownSnapshot[],
  memory: Memory,
): Ran | undefined {
  // Too long a description was cut short.
  if (isUpgradeSnapshot(snapshot.name)) return upgradeOf(snapshot) ?? nobodyKnows;
  if (snapshot.present) return ranIn(writerOf(snapshot)) ?? nobodyKnows;
  const at = all.findIndex(({ uuid }) => uuid === snapshot.uuid);
  const upgrades = all.filter(({ name }) => isUpgradeSnapshot(name));
  const next = all.slice(Math.max(0, at)).find(({ name }) => isUpgradeSnapshot(name));
  if (next === undefined) return undefined;
  const before = all.slice(0, Math.max(0, at)).findLast(({ name }) => isUpgradeSnapshot(name));
  const [from, to] = [upgradeOf(next), before && upgradeOf(before)];
  const isWhole =
    before === undefined
      ? upgrades.length < memory.count && ageInDays(snapshot, memory) < memory.days
      : to?.toImage === from?.fromImage;
  return isWhole ? (from ?? nobodyKnows) : nobodyKnows;
}

function ageInDays({ createdAt }: KnownSnapshot, { now }: Memory): number {
  return (now - Date.parse(createdAt)) / 86_400_000;
}

interface StatefulSet {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly containers: readonly { readonly name: string; readonly image: string }[];
        readonly initContainers?: readonly {
          readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
        }[];
        readonly volumes?: readonly {
          readonly name: string;
          readonly configMap?: { readonly name: string };
        }[];
      };
    };
  };
}

/** What the controller of a stack would start now: what the cluster has, which settings may be ahead of. */
export async function startsNow(api: ClusterApi, namespace: string): Promise<Starts | undefined> {
  const set = `/apis/apps/v1/namespaces/${namespace}/statefulsets/jenkins`;
  const found = await getOrNone<StatefulSet>(api, set, `StatefulSet ${namespace}/jenkins`);
  if (found === undefined) return undefined;
  const { containers, initContainers = [], volumes = [] } = found.spec.template.spec;
  const image = containers.find(({ name }) => name === "jenkins")?.image ?? "";
  const mount = initContainers
    .flatMap(({ volumeMounts = [] }) => volumeMounts)
    .find(({ mountPath }) => mountPath === listPath);
  const list = volumes.find(({ name }) => name === mount?.name)?.configMap?.name;
  if (list === undefined) return { image, plugins: pluginsWord({}) };
  const path = `/api/v1/namespaces/${namespace}/configmaps/${list}`;
  const map = await getOrNone<{ readonly data?: Readonly<Record<string, string>> }>(
    api,
    path,
    `ConfigMap ${namespace}/${list}`,
  );
  return { image, plugins: pluginsWord(pluginsIn(map?.data?.[listFiles.plugins] ?? "")) };
}
