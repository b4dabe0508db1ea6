import type { Sections } from "../settings";
import { rule, type Violation } from "./rule";

/** What the rsync daemon's settings must satisfy together. */
export const gentooRsyncRules = [
  rule<Sections>(["gentoo.rsync.networks"], ownNetworks),
  rule<Sections>(["gentoo.rsync.address", "gentoo.rsync.service"], addressOfItsOwn),
];

function* ownNetworks({ gentoo }: Sections): Generator<Violation> {
  for (const [index, network] of (gentoo?.rsync?.networks ?? []).entries())
    if (network.endsWith("/0"))
      yield {
        path: ["gentoo", "rsync", "networks", String(index)],
        problem: {
          expected: "the networks of one's own machines",
          fix: "rsync speaks in the clear",
        },
        value: network,
      };
}

function* addressOfItsOwn({ gentoo }: Sections): Generator<Violation> {
  const rsync = gentoo?.rsync;
  if (rsync?.address !== undefined && rsync.service !== "LoadBalancer")
    yield {
      path: ["gentoo", "rsync", "address"],
      problem: {
        expected: "none with this type of Service",
        fix: "set gentoo.rsync.service to LoadBalancer",
      },
      value: rsync.address,
    };
}
