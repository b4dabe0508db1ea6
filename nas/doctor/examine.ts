import type { Connection } from "../dsm/connection";
import { identify } from "../dsm/nodes";
import type { Session } from "../dsm/session";
import { snapshotsOf } from "../dsm/snapshots";
import { readSecurity, systemInfo } from "../dsm/system";
import { Failure } from "../failure";
import type { Wanted } from "../lun/survey";
import type { NasRequest } from "../request";
import { lookAtLimits, lookAtVolumes } from "./capacity";
import { lookAtDoor } from "./door";
import { checked, fault, fine, ofFailure, warning, type Finding } from "./finding";
import { lookAtInterfaces } from "./interfaces";
import { lunOf, takeInventory, type Inventory } from "./inventory";
import { lookAtLun, lookAtSnapshots } from "./objects";
import { lookAtPortal, noTargetYet, type StorageNetwork } from "./portals";

/** What the doctor looks at. */
export interface Patient {
  readonly nas: NasRequest;
  readonly connection: Connection;
  /** The LUNs that the NAS should offer; none before the first is described. */
  readonly wanted: readonly Wanted[];
  /** Where nodes look for them; without it, the portal is not asked. */
  readonly network: StorageNetwork | undefined;
  /** Logs in, works, logs out. */
  readonly withSession: (work: (session: Session) => Promise<void>) => Promise<void>;
  /** The clock of this machine, in milliseconds since 1970. */
  readonly now: () => number;
}

const shortestTimeoutMinutes = 2;

/** What was found by asking DSM. */
interface Inside {
  readonly findings: readonly Finding[];
  /** Absent when the account could not look. */
  readonly inventory?: Inventory;
}

/**
 * Looks at everything a deployment needs of the NAS, from its address to the portals it announces, and changes nothing.
 *
 * A check that cannot be made because an earlier one failed is left out; one that fails by itself leaves the others.
 */
export async function examine(patient: Patient): Promise<readonly Finding[]> {
  const { nas, connection, now } = patient;
  const door = await lookAtDoor(nas, connection.patience.answer, now);
  const inside = door.open ? await lookBehindDoor(patient) : { findings: [] };
  return [...door.findings, ...inside.findings, ...(await lookAtNetwork(patient, inside))];
}

async function lookBehindDoor({ nas, connection, wanted, withSession }: Patient): Promise<Inside> {
  const interfaces = await checked("SAN Manager", () => lookAtInterfaces(connection));
  let inside: Inside = { findings: [] };
  try {
    await withSession(async (session) => {
      inside = await lookInside(session, nas, wanted);
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { findings: [...interfaces, ...inside.findings, ofFailure("login", error)] };
  }
  return { ...inside, findings: [...interfaces, ...inside.findings] };
}

async function lookInside(
  session: Session,
  nas: NasRequest,
  wanted: readonly Wanted[],
): Promise<Inside> {
  const findings: Finding[] = [
    ...entry(session, nas),
    ...(await checked("DSM", () => version(session))),
    ...(await checked("identity", () => identity(session, nas))),
    ...(await checked("session timeout", () => timeout(session))),
  ];
  let inventory: Inventory | undefined;
  findings.push(
    ...(await checked("account", async () => {
      inventory = await takeInventory(session);
      return fine("account", `${nas.account} may use SAN Manager`);
    })),
  );
  if (inventory === undefined) return { findings };
  findings.push(...lookAtLimits(inventory, wanted), ...lookAtVolumes(inventory, wanted));
  for (const one of wanted)
    findings.push(
      ...lookAtLun(inventory, one),
      ...(await lookAtItsSnapshots(session, inventory, one)),
    );
  return { findings, inventory };
}

function entry(session: Session, nas: NasRequest): readonly Finding[] {
  const factor = nas.deviceToken === undefined ? "without a second factor" : "by its device token";
  return [
    fine("login", `account ${nas.account} is let in ${factor}`),
    session.hasToken
      ? fine("SynoToken", "given, so protection against forged requests may be on")
      : warning(
          "SynoToken",
          "none was given",
          "calls fail with code 105 as soon as Control Panel > Security > Enhance CSRF protection is on: look whether a proxy drops it",
        ),
  ];
}

async function version(session: Session): Promise<Finding> {
  const { model, firmware } = await systemInfo(session);
  const found = `${model || "unknown model"}, ${firmware || "unknown version"}`;
  const major = Number(/DSM (\d+)\./.exec(firmware)?.[1] ?? Number.NaN);
  return major < 7 ? fault("DSM", found, "this tool needs DSM 7: update DSM") : fine("DSM", found);
}

async function identity(session: Session, nas: NasRequest): Promise<Finding> {
  const uuid = await identify(session, nas.nodeUuid);
  return nas.nodeUuid === undefined
    ? warning(
        "identity",
        `node ${uuid}, any other would do`,
        `set nas.nodeUuid to ${uuid}, so that another NAS at this address is refused`,
      )
    : fine("identity", `node ${uuid} as pinned`);
}

async function timeout(session: Session): Promise<readonly Finding[]> {
  const { sessionTimeoutMinutes: minutes } = await readSecurity(session);
  if (minutes === undefined) return [];
  const found = `sessions end after ${minutes} idle minutes`;
  return [
    minutes < shortestTimeoutMinutes
      ? warning(
          "session timeout",
          found,
          "raise it in Control Panel > Security: waiting for a LUN may take longer",
        )
      : fine("session timeout", found),
  ];
}

async function lookAtItsSnapshots(
  session: Session,
  inventory: Inventory,
  wanted: Wanted,
): Promise<readonly Finding[]> {
  const lun = lunOf(inventory, wanted);
  if (lun === undefined) return [];
  return await checked(`snapshots ${lun.name}`, async () => {
    const { length } = await snapshotsOf(session, lun.uuid);
    return lookAtSnapshots(wanted, length, inventory.limits.snapshotsPerLun);
  });
}

async function lookAtNetwork(
  { network, wanted, connection }: Patient,
  { inventory }: Inside,
): Promise<readonly Finding[]> {
  if (network === undefined) return [];
  // Without a target nothing listens on the port, and nothing has to.
  if (inventory?.targets.length === 0) return [noTargetYet(network)];
  const iqns = wanted.map(({ target }) => target.iqn);
  return await checked("portal", () => lookAtPortal(network, iqns, connection.patience.answer));
}
