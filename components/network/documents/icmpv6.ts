// IPv6 finds its neighbours by ICMPv6: rules that forget it let nobody connect, not even who is allowed to. What routers
// say (nd-router-advert, nd-redirect) is nowhere in these lists, because the storage network has none.

const neighbours = ["nd-neighbor-solicit", "nd-neighbor-advert"];
const problems = [
  "destination-unreachable",
  "packet-too-big",
  "time-exceeded",
  "parameter-problem",
];
/** Switches that snoop ask for members and forward solicitations to those only. */
const membershipAnswers = ["mld-listener-report", "mld2-listener-report"];

/** Types of ICMPv6 that a node takes and gives on the storage network, in nftables' words. */
export const nodeIcmpv6 = {
  in: [...neighbours, ...problems, "mld-listener-query", "echo-request"],
  out: [...neighbours, ...problems, ...membershipAnswers, "echo-request", "echo-reply"],
};

/** Types of ICMPv6 that the NAS takes on its address there. */
export const nasIcmpv6 = [...neighbours, ...problems, "echo-request"];
