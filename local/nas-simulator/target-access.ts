import { z } from "zod";

import type { Call, Method } from "./api";
import { elements, targetOf } from "./lookups";
import type { Parameters } from "./parameters";
import { Refusal, sanCode } from "./refusal";
import type { Settings } from "./settings";
import type { Target } from "./state";
import type { Store } from "./store";

const mask = z.object({ iqn: z.string().min(1), permission: z.string() });
const portal = z.object({ interface_name: z.string().min(1), ip: z.string().default("") });

/**
 * `acl_masks_*` and `network_portals_*` of `SYNO.Core.ISCSI.Target`. Nobody has published their parameters; they
 * are inferred from the `acls` and `network_portals` that a target shows. Masks reach the target daemon; portals
 * only show, the daemon offers every target on its one portal.
 */
export function accessMethods(settings: Settings, store: Store): Readonly<Record<string, Method>> {
  const changing =
    (change: (target: Target, parameters: Parameters) => void) =>
    async ({ parameters }: Call): Promise<void> => {
      await store.change((draft) => {
        change(targetOf(draft, parameters), parameters);
      });
    };
  const portalsOf = (target: Target): NonNullable<Target["portals"]> =>
    target.portals ?? settings.networkPortals;

  return {
    acl_masks_set: changing((target, parameters) => {
      target.acls = masksIn(parameters);
    }),
    acl_masks_add: changing((target, parameters) => {
      const added = masksIn(parameters);
      target.acls = [...without(target.acls, added), ...added];
    }),
    acl_masks_remove: changing((target, parameters) => {
      target.acls = without(target.acls, masksIn(parameters));
    }),
    network_portals_add: changing((target, parameters) => {
      const added = portalsIn(parameters);
      target.portals = [...otherPortals(portalsOf(target), added), ...added];
    }),
    network_portals_remove: changing((target, parameters) => {
      target.portals = otherPortals(portalsOf(target), portalsIn(parameters));
    }),
  };
}

function masksIn(parameters: Parameters): Target["acls"] {
  return elements(parameters, "acls", sanCode.badParameter).map((one) =>
    valid(mask.safeParse(typeof one === "string" ? { iqn: one, permission: "-" } : one)),
  );
}

function portalsIn(parameters: Parameters): NonNullable<Target["portals"]> {
  return elements(parameters, "network_portals", sanCode.badParameter).map((one) => {
    const { interface_name: interfaceName, ip } = valid(portal.safeParse(one));
    return { interfaceName, ip };
  });
}

function without(masks: Target["acls"], removed: Target["acls"]): Target["acls"] {
  return masks.filter(({ iqn }) => removed.every((one) => one.iqn !== iqn));
}

function otherPortals(
  portals: NonNullable<Target["portals"]>,
  removed: NonNullable<Target["portals"]>,
): NonNullable<Target["portals"]> {
  return portals.filter((portal) =>
    removed.every((one) => one.interfaceName !== portal.interfaceName || one.ip !== portal.ip),
  );
}

function valid<Value>(parsed: { success: true; data: Value } | { success: false }): Value {
  if (!parsed.success) throw new Refusal(sanCode.badParameter);
  return parsed.data;
}
