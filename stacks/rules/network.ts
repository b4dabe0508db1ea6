import { onLink, parseInterfaceAddress } from "../../components/internal/address";
import { parsePortal } from "../../components/internal/portal";
import { pathText } from "../path-text";
import type { Sections } from "../settings";
import { documentRules } from "./network-documents";
import { duplicates, known, rule, type Violation } from "./rule";

/** What the storage nodes and their adapters must satisfy together. */
export const networkRules = [
  rule<Sections>(["network.nodes"], someNode),
  rule<Sections>(["network.nodes.*"], namedAdapters),
  rule<Sections>(["network.nodes.*.address"], separateAddresses),
  rule<Sections>(["network.nodes.*.macAddress"], separateAdapters),
  rule<Sections>(["network.nodes.*.initiatorName", "storage.luns.*.iqn"], separateInitiators),
  rule<Sections>(["network.nodes.*.address", "nas.portal"], portalOnLink),
  rule<Sections>(["network.nodes.*.address", "nas.nfs.server"], notTheServer),
  rule<Sections>(["network.nodes.*.address"], onePrefixLength),
  rule<Sections>(["network.nodes.*.mtu", "network.nodes.*.address"], oneMtu),
  ...documentRules,
];

function* someNode({ network }: Sections): Generator<Violation> {
  if (Object.keys(network.nodes).length === 0)
    yield {
      path: ["network", "nodes"],
      problem: { expected: "at least one node with a storage adapter" },
      value: "none",
    };
}

function* namedAdapters({ network }: Sections): Generator<Violation> {
  for (const [node, adapter] of Object.entries(network.nodes))
    if (
      adapter.address !== undefined &&
      adapter.interface === undefined &&
      adapter.macAddress === undefined
    )
      yield {
        path: ["network", "nodes", node, "interface"],
        problem: { expected: "the adapter that has the address" },
      };
}

function separateAddresses(settings: Sections): Iterable<Violation> {
  return duplicates(
    addresses(settings).map(({ path, adapter }) => ({ path, value: adapter.text })),
    "two machines with one address cannot be told apart",
  );
}

function separateAdapters({ network }: Sections): Iterable<Violation> {
  return duplicates(
    owners(network.nodes, "macAddress"),
    "an adapter is in one machine, and two with one address cannot be told apart",
  );
}

/** Initiators and targets share one space of names; that targets differ is a rule of storage. */
function* separateInitiators({ network, storage }: Sections): Generator<Violation> {
  const targets = Object.entries(storage.luns).map(([lun, { iqn }]) => ({
    path: ["storage", "luns", lun, "iqn"],
    value: iqn,
  }));
  const all = duplicates(
    [...targets, ...owners(network.nodes, "initiatorName")],
    "two initiators with one name push each other's sessions out",
  );
  for (const violation of all) if (violation.path[0] === "network") yield violation;
}

function* portalOnLink(settings: Sections): Generator<Violation> {
  const portal = known(parsePortal(settings.nas.portal));
  const adapters = addresses(settings);
  const [first] = adapters;
  if (first !== undefined && portal.address.family === 4) {
    yield {
      path: ["nas", "portal"],
      problem: {
        expected: `an IPv6 portal, because ${pathText(first.path)} is on an IPv6-only network`,
      },
    };
    return;
  }
  for (const { path, adapter } of adapters) {
    if (!onLink(adapter, portal.address))
      yield {
        path,
        problem: {
          expected: `an address whose prefix holds the portal ${portal.text}`,
          fix: "the storage network has no router",
        },
      };
    else if (adapter.text === portal.address.text)
      yield { path, problem: { expected: "another address than that of the portal" } };
  }
}

/** The portal's own address is that of the NFS server in most stacks, and then portalOnLink has spoken. */
function* notTheServer(settings: Sections): Generator<Violation> {
  const { portal, nfs } = settings.nas;
  for (const { path, adapter } of addresses(settings))
    if (adapter.text === nfs.server && !portal.includes(`[${nfs.server}]`))
      yield { path, problem: { expected: "another address than that of nas.nfs.server" } };
}

/** Every address holds the portal, so that with one length they are one prefix. */
function* onePrefixLength(settings: Sections): Generator<Violation> {
  const [first, ...others] = addresses(settings);
  for (const { path, adapter } of others)
    if (first !== undefined && adapter.prefixLength !== first.adapter.prefixLength)
      yield {
        path,
        problem: {
          expected: `the prefix length of ${pathText(first.path)}, /${first.adapter.prefixLength}`,
          fix: "all nodes are on one link",
        },
      };
}

/** A node that only carries the label says nothing about its packets. */
function* oneMtu({ network }: Sections): Generator<Violation> {
  const described = Object.entries(network.nodes).filter(
    ([, { address, mtu }]) => address !== undefined || mtu !== undefined,
  );
  const decided = described.find(([, { mtu }]) => mtu !== undefined);
  if (decided === undefined) return;
  const [firstNode, first] = decided;
  for (const [node, { mtu }] of described)
    if (mtu !== first.mtu)
      yield {
        path: ["network", "nodes", node, "mtu"],
        problem: {
          expected: `the value of ${pathText(["network", "nodes", firstNode, "mtu"])}, ${first.mtu ?? ""}`,
          fix: "login works between different ones and bulk transfer hangs",
        },
      };
}

function owners(
  nodes: Sections["network"]["nodes"],
  setting: "macAddress" | "initiatorName",
): { path: string[]; value: string }[] {
  return Object.entries(nodes).flatMap(([node, { [setting]: value }]) =>
    value === undefined ? [] : [{ path: ["network", "nodes", node, setting], value }],
  );
}

function addresses({ network }: Sections) {
  return Object.entries(network.nodes).flatMap(([node, { address }]) =>
    address === undefined
      ? []
      : [
          {
            path: ["network", "nodes", node, "address"],
            adapter: known(parseInterfaceAddress(address)),
          },
        ],
  );
}
