import type { Sections } from "../settings";
import { rule, type Violation } from "./rule";

/** What the ways to trust the NAS must satisfy together. */
export const nasRules = [
  rule<Sections>(
    ["nas.certificateAuthority", "nas.certificateFingerprint", "nas.insecure"],
    oneWayToTrust,
  ),
];

function* oneWayToTrust({ nas }: Sections): Generator<Violation> {
  const ways = (["certificateAuthority", "certificateFingerprint", "insecure"] as const).filter(
    (way) => nas[way] !== undefined && nas[way] !== false,
  );
  const [first, ...others] = ways;
  for (const other of others)
    yield {
      path: ["nas", other],
      problem: {
        expected: `no such setting beside nas.${first ?? ""}`,
        fix: "the NAS is trusted by an authority, by one certificate or not at all",
      },
      value: nas[other],
    };
}
