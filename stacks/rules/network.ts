import { onLink, parseInterfaceAddress } from "../../components/internal/address";
import { parsePortal } from "../../components/internal/portal";
import type { Sections } from "../settings";
import { duplicates, known, rule, type Violation } from "./rule";

/** What the storage nodes and their adapters must satisfy together. */
export const networkRules = [
  rule<Sections>(["network.nodes"], someNode),
  rule<Sections>(["network.nodes.*.interface", "network.nodes.*.address"], namedAdapters),
  rule<Sections>(["network.nodes.*.address"], separateAddresses),
  rule<Sections>(["network.nodes.*.address", "nas.portal"], portalOnLink),
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
    if (adapter.address !== undefined && adapter.interface === undefined)
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

function* portalOnLink(settings: Sections): Generator<Violation> {
  const portal = known(parsePortal(settings.nas.portal));
  for (const { path, adapter } of addresses(settings)) {
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
