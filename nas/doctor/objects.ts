import type { Host } from "../dsm/hosts";
import type { Lun } from "../dsm/luns";
import type { Target } from "../dsm/targets";
import type { Wanted } from "../lun/survey";
import { size } from "../output/units";
import { fault, fine, warning, type Finding } from "./finding";
import { lunOf, targetOf, type Inventory } from "./inventory";

/** Checks one LUN with its target and mapping. What differs in detail from the request is drift's to say. */
export function lookAtLun(inventory: Inventory, wanted: Wanted): readonly Finding[] {
  const lun = lunOf(inventory, wanted);
  const target = targetOf(inventory, wanted);
  if (lun === undefined) return [absent(wanted, target)];
  return [
    lunState(lun, wanted),
    targetState(lun, target, wanted),
    ...(target === undefined ? [] : [initiators(lun, target, inventory.hosts)]),
  ];
}

/** Checks how many snapshots the LUN may still get; those of the NAS's own schedule count as well. */
export function lookAtSnapshots({ lun }: Wanted, count: number, most: number): Finding {
  const check = `snapshots ${lun.name}`;
  const found = `${count} of ${most} snapshots`;
  const prune =
    "prune them: nas snapshot prune --keep 10; locked ones must be unlocked in SAN Manager first, and the NAS's own schedule counts too";
  if (count >= most) return fault(check, `${found}; the next one would fail`, prune);
  return most - count <= most / 16 ? warning(check, found, prune) : fine(check, found);
}

function absent({ lun }: Wanted, target: Target | undefined): Finding {
  const check = `LUN ${lun.name}`;
  return target === undefined
    ? fine(check, `not there yet; the next pulumi up makes it (${size(lun.sizeBytes)})`)
    : fault(
        check,
        `not there, but target ${target.name} with its IQN is`,
        "the LUN was lost or retired, nas audit shows which, and the next pulumi up is refused: bring it back under its name, or delete the target to have an empty one made",
      );
}

function lunState(lun: Lun, wanted: Wanted): Finding {
  const check = `LUN ${lun.name}`;
  const found = `${size(lun.sizeBytes)}, ${size(lun.allocatedBytes)} taken, status ${lun.status}`;
  if (lun.type !== "BLUN")
    return fault(
      check,
      `type ${lun.type}`,
      "only BLUN, thin on btrfs, has instant snapshots: choose another name",
    );
  if (lun.status !== "normal") return fault(check, found, "SAN Manager > LUN shows the cause");
  if (lun.locked)
    return warning(check, `${found}, locked`, "DSM is working on it: wait, and run doctor again");
  return lun.sizeBytes < wanted.lun.sizeBytes
    ? fine(check, `${found}; the next pulumi up grows it to ${size(wanted.lun.sizeBytes)}`)
    : fine(check, found);
}

function targetState(lun: Lun, target: Target | undefined, { target: wanted }: Wanted): Finding {
  const check = `target ${wanted.name}`;
  if (target === undefined)
    return warning(
      check,
      "not there",
      "the next pulumi up makes it; nodes cannot log in until then",
    );
  if (!target.enabled)
    return fault(check, "disabled", "enable it in SAN Manager > iSCSI: no node can log in");
  if (target.authentication === 0)
    return fault(check, "no CHAP", "the next pulumi up sets it: anybody may log in until then");
  const mapping = target.mappings.find(({ lunUuid }) => lunUuid === lun.uuid);
  if (mapping === undefined)
    return warning(check, `LUN ${lun.name} is not mapped to it`, "the next pulumi up maps it");
  const sessions = target.sessions.map(({ iqn, address }) => `${iqn} at ${address}`);
  return fine(
    check,
    `offers LUN ${lun.name} as number ${mapping.index}; ${
      sessions.length === 0 ? "no session" : sessions.join(", ")
    }`,
  );
}

/** Whom the NAS lets in beside CHAP: hosts of SAN Manager for the LUN, and masks of the target. */
function initiators(lun: Lun, target: Target, hosts: readonly Host[]): Finding {
  const check = `initiators ${lun.name}`;
  const granted = hosts.filter(({ permissions }) =>
    permissions.some(({ lunUuid }) => lunUuid === lun.uuid),
  );
  const names = granted.flatMap((host) => host.initiators);
  const strangers = target.sessions.filter(({ iqn }) => granted.length > 0 && !names.includes(iqn));
  if (strangers.length > 0)
    return warning(
      check,
      `logged in without being a host of the LUN: ${strangers.map(({ iqn }) => iqn).join(", ")}`,
      "add it in SAN Manager > Host, or end its session",
    );
  const masks = target.acls.map(({ iqn, permission }) => `${iqn} ${permission}`);
  const parts = [
    granted.length > 0 ? `hosts: ${names.join(", ") || "without initiators"}` : "no host entry",
    ...(masks.length > 0 ? [`masks: ${masks.join(", ")}`] : []),
  ];
  return fine(check, `${parts.join("; ")}${granted.length > 0 ? "" : "; CHAP alone decides"}`);
}
