import { parseAddress } from "../internal/address";
import { expected, readable, type Finding } from "../internal/arguments";
import { parseCidr } from "../internal/cidr";
import { parseImage } from "../internal/image";
import { accepted, refused, type Parsed } from "../internal/parsed";
import { rsyncDaemon } from "./rsync-daemon";
import type { RsyncShareArgs } from "./rsync-share";
import { rsyncdFindings } from "./rsyncd-conf";

/** What is wrong with the arguments of an rsync share. */
export function rsyncFindings({ rsync }: Pick<RsyncShareArgs, "rsync">): Finding[] {
  return [
    readable("rsync.image", parseImage, rsync.image),
    expected(
      rsync.networks.length > 0,
      "rsync.networks",
      "at least one network",
      "none",
      "nobody could read",
    ),
    ...rsync.networks.map((network, index) =>
      readable(`rsync.networks[${index}]`, parseTrustedNetwork, network),
    ),
    ...(rsync.address === undefined
      ? []
      : [
          readable("rsync.address", parseAddress, rsync.address),
          expected(
            rsync.service === "LoadBalancer",
            "rsync.address",
            "none with this type of Service",
            rsync.address,
          ),
        ]),
    ...rsyncdFindings(rsyncDaemon({ ...rsync, networks: [] })),
  ];
}

/** Reads a network that is not every network: what the daemon gives travels in the clear. */
function parseTrustedNetwork(text: string): Parsed<string> {
  const network = parseCidr(text);
  if (!network.ok) return network;
  return text.endsWith("/0")
    ? refused("the networks of one's own machines", "rsync speaks in the clear")
    : accepted(text);
}
