import type { Lun } from "../dsm/luns";
import { authenticationOf, type Target } from "../dsm/targets";
import { portalText, type Portal } from "../iscsi/address";
import { wantedAttributes } from "../lun/differences";
import { ownerMark, ownerOf } from "../lun/owner";
import type { Wanted } from "../lun/survey";

/** One respect in which the NAS is not as the request says. */
export interface Difference {
  /** Name of the LUN in the request. */
  readonly lun: string;
  /** Path in the request where there is one, otherwise what of the NAS differs. */
  readonly property: string;
  readonly expected: string;
  readonly found: string;
}

/** What the NAS has of one LUN now. */
export interface Live {
  readonly lun: Lun | undefined;
  /** Targets with the wanted name or the wanted IQN. */
  readonly targets: readonly Target[];
  /** Targets the LUN is mapped to, whatever they are called. */
  readonly mappedTo: readonly Target[];
  /** Snapshots of the LUN, whoever took them. */
  readonly snapshots: number;
  /** Most snapshots a LUN may have. */
  readonly snapshotLimit: number;
  /** Addresses the NAS announces for the target; undefined when nobody asked. */
  readonly portals: readonly Portal[] | undefined;
  /** What was found at the portal instead of an answer. Default: it answered, or nobody asked. */
  readonly portalFault?: string | undefined;
}

/** Every difference between the request and the NAS; passwords cannot be read and are not compared. */
export function compare(wanted: Wanted, live: Live, portal: Portal | undefined): Difference[] {
  const rows = [...lunRows(wanted, live), ...targetRows(wanted, live), ...portalRows(live, portal)];
  return rows
    .filter(([, expected, found]) => expected !== found)
    .map(([property, expected, found]) => ({ lun: wanted.lun.name, property, expected, found }));
}

type Row = readonly [property: string, expected: string, found: string];

function* lunRows(wanted: Wanted, { lun, snapshots, snapshotLimit }: Live): Generator<Row> {
  if (lun === undefined) {
    yield ["lun", "there", "absent"];
    return;
  }
  yield ["lun.sizeBytes", String(wanted.lun.sizeBytes), String(lun.sizeBytes)];
  yield ["lun.volume", wanted.lun.volume, lun.volume];
  yield ["lun.type", "BLUN", lun.type];
  yield ["lun.status", "normal", lun.status];
  for (const [name, value] of Object.entries(wantedAttributes))
    yield [`lun.${name}`, onOrOff(value), onOrOff(lun.attributes[name] ?? false)];
  const owner = ownerOf(lun.description);
  yield [
    "lun.description",
    ownerMark(wanted.target.iqn),
    owner === undefined ? "no mark" : ownerMark(owner),
  ];
  if (snapshots >= snapshotLimit)
    yield ["lun.snapshots", `fewer than ${snapshotLimit}`, String(snapshots)];
}

function* targetRows(wanted: Wanted, { lun, targets, mappedTo }: Live): Generator<Row> {
  const { name, iqn, chap, maxSessions } = wanted.target;
  const target = targets.find((one) => one.iqn === iqn) ?? targets[0];
  if (target === undefined) {
    yield ["target", "there", "absent"];
  } else {
    yield ["target.iqn", iqn, target.iqn];
    yield ["target.name", name, target.name];
    yield ["target.enabled", "yes", target.enabled ? "yes" : "no"];
    yield ["target.maxSessions", sessions(maxSessions), sessions(target.maxSessions)];
    yield [
      "target.chap",
      authentication(authenticationOf(wanted.target)),
      authentication(target.authentication),
    ];
    yield ["target.chap.user", chap.user, target.chapUser || "none"];
    if (chap.mutual !== undefined)
      yield ["target.chap.mutual.user", chap.mutual.user, target.mutualUser || "none"];
    const mapping = target.mappings.find(({ lunUuid }) => lunUuid === lun?.uuid);
    if (lun !== undefined)
      yield ["mappingIndex", String(wanted.mappingIndex), String(mapping?.index ?? "not mapped")];
    for (const other of target.mappings.filter(({ lunUuid }) => lunUuid !== lun?.uuid))
      yield ["target.mappings", "no other LUN", `${other.lunUuid} as number ${other.index}`];
  }
  for (const other of mappedTo.filter((one) => one !== target))
    yield ["lun.mappings", "no other target", other.iqn];
}

function* portalRows({ portals, portalFault }: Live, portal: Portal | undefined): Generator<Row> {
  if (portal === undefined) return;
  const expected = portalText(portal);
  if (portalFault !== undefined) yield ["nas.portal", expected, portalFault];
  if (portals === undefined) return;
  const announced = portals.map(portalText);
  yield [
    "nas.portal",
    expected,
    announced.includes(expected) ? expected : announced.join(", ") || "not announced",
  ];
}

function onOrOff(value: boolean): string {
  return value ? "on" : "off";
}

function sessions(most: number): string {
  return most === 0 ? "any number" : String(most);
}

function authentication(type: number): string {
  return ["none", "CHAP", "mutual CHAP"][type] ?? `type ${type}`;
}
