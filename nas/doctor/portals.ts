import { isLinkLocal, parsePortal, parsePrefix, portalText, type Portal } from "../iscsi/address";
import { discoverTargets, type DiscoveredTarget } from "../iscsi/discovery";
import { Failure } from "../failure";
import { fault, fine, warning, type Finding } from "./finding";

const unbound =
  "nodes keep a record of each and fail on it after a restart: bind the targets to the storage interface in SAN Manager > Network binding";

/** Where nodes are told to look for the LUNs. */
export interface StorageNetwork {
  /** `nas.portal` of the settings. */
  readonly portal: Portal;
  /** Tells the addresses of the storage network from others. Absent when the network is not known. */
  readonly holds?: (portal: Portal) => boolean;
}

/**
 * Reads the options `--portal` and `--prefix`.
 *
 * @throws Failure `request` when one is no portal or no network
 */
export function storageNetwork(
  portal: string | undefined,
  prefix: string | undefined,
): StorageNetwork | undefined {
  const holds = prefix === undefined ? undefined : parsePrefix(prefix);
  if (prefix !== undefined && holds === undefined)
    throw new Failure(
      "request",
      `--prefix: expected a network such as fd5c:1a8:7e2b:30::/64, got ${JSON.stringify(prefix)}`,
    );
  if (portal === undefined) return undefined;
  const read = parsePortal(portal);
  if (read === undefined)
    throw new Failure(
      "request",
      `--portal: expected [ipv6]:port or ipv4:port, got ${JSON.stringify(portal)}`,
    );
  return { portal: read, ...(holds !== undefined && { holds }) };
}

/**
 * Asks the portal itself where the targets are: an initiator logs in only at addresses that discovery returned.
 *
 * @param iqns targets that count; when the NAS has none of them yet, its other targets tell its addresses
 */
export async function lookAtPortal(
  { portal, holds }: StorageNetwork,
  iqns: readonly string[],
  milliseconds: number,
): Promise<readonly Finding[]> {
  const asked = portalText(portal);
  const targets = await orUnreached(() => discoverTargets(portal, milliseconds));
  if (targets === undefined)
    return [
      warning(
        "portal",
        `${asked} is not reached from this machine`,
        "the storage network has no router: run doctor on a machine that is on it, otherwise whether nodes can use the portal stays unknown",
      ),
    ];
  const portals = announcedFor(targets, iqns);
  if (portals.length === 0) return [noTargetYet({ portal })];
  const all = portals.map(portalText).join(", ");
  const findings: Finding[] = [
    portals.some((one) => portalText(one) === asked)
      ? fine("portal", `${asked} is announced; all: ${all}`)
      : fault(
          "portal",
          `${asked} answers, but the NAS announces only ${all}`,
          "set nas.portal to one of these: nodes log in at no other (a proxy, a name or a translated address never works)",
        ),
  ];
  const linkLocal = portals.filter(isLinkLocal);
  if (linkLocal.length > 0)
    findings.push(
      warning("portal", `link-local addresses: ${linkLocal.map(portalText).join(", ")}`, unbound),
    );
  const others = portals.filter((one) => holds !== undefined && !isLinkLocal(one) && !holds(one));
  if (others.length > 0)
    findings.push(warning("portal", `other VLANs: ${others.map(portalText).join(", ")}`, unbound));
  return findings;
}

/** What `ask` gives; undefined when this machine has no way to the portal, as one outside the storage network. */
export async function orUnreached<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Failure && error.details.delivery === "none") return undefined;
    throw error;
  }
}

/** The finding for a NAS that has nothing to announce. */
export function noTargetYet({ portal }: StorageNetwork): Finding {
  return warning(
    "portal",
    `${portalText(portal)} has no target to announce yet`,
    "run doctor again once the LUN is made: whether nodes can use this portal shows only then",
  );
}

/** Addresses announced for the wanted targets, or for any when none of them exists; each once. */
export function announcedFor(
  targets: readonly DiscoveredTarget[],
  iqns: readonly string[],
): readonly Portal[] {
  const wanted = targets.filter(({ iqn }) => iqns.includes(iqn));
  const portals = (wanted.length > 0 ? wanted : targets).flatMap((target) => target.portals);
  return [...new Map(portals.map((portal) => [portalText(portal), portal])).values()];
}
