import type { ClusterApi } from "../../cluster-api";
import { listFiles, listPath } from "../../components/jenkins/plugins/install-script";
import type { TakenUnder } from "../../restore/plan";
import type { KnownSnapshot } from "../../restore/world";
import { pluginsIn } from "../../upgrade/rolled";
import {
  isUpgradeSnapshot,
  pluginsWord,
  upgradeOf,
  type UpgradeOfSnapshot,
} from "../../upgrade/snapshot-name";
import { getOrNone } from "./care-record";

/** What a controller starts, as far as a home is rewritten by it. */
export interface Starts {
  readonly image: string;
  /** {@link pluginsWord} of its plugins; of none where they come from the image. */
  readonly plugins: string;
}

/**
 * How what a snapshot was taken under differs from what would start on it.
 *
 * A snapshot says so itself when it was taken before an upgrade, and of any other one the next upgrade of the LUN does:
 * what ran until then ran when it was taken. With no upgrade since, it is what runs now.
 *
 * @param all snapshots of the LUN, the oldest first
 * @param starts undefined where there is no controller yet
 */
export function takenUnder(
  snapshot: KnownSnapshot,
  all: readonly KnownSnapshot[],
  starts: Starts | undefined,
): TakenUnder | undefined {
  const since = all.slice(
    Math.max(
      0,
      all.findIndex(({ uuid }) => uuid === snapshot.uuid),
    ),
  );
  const upgrade = since.find(({ name }) => isUpgradeSnapshot(name));
  if (upgrade === undefined) return undefined;
  const was: Pick<UpgradeOfSnapshot, "fromImage" | "fromPlugins"> =
    // Too long a description was cut short.
    upgradeOf(upgrade) ?? { fromImage: "unknown" };
  const image = was.fromImage;
  const plugins =
    was.fromPlugins === undefined
      ? ("unknown" as const)
      : was.fromPlugins === starts?.plugins
        ? undefined
        : ("other" as const);
  const sameImage = image === starts?.image;
  if (sameImage && plugins === undefined) return undefined;
  return { ...(!sameImage && { image }), ...(plugins !== undefined && { plugins }) };
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
