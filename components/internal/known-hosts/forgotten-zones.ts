import { matchesHost } from "./host-pattern";
import type { KnownHostsList } from "./known-hosts-list";

/**
 * Warns of zones whose own name nobody thought of: `*.zone` stands neither for `zone` nor for short names.
 *
 * @returns a line each; none where the zone's name is in the list, or taken out with `!`
 */
export function forgottenZones({ authorities, hosts }: KnownHostsList): string[] {
  return Object.entries(authorities).flatMap(([name, { patterns }]) =>
    patterns
      .filter((pattern) => pattern.startsWith("*."))
      .map((pattern) => pattern.slice(2))
      .filter(
        (zone) =>
          !patterns.includes(`!${zone}`) &&
          !Object.hasOwn(hosts, zone) &&
          !matchesHost(patterns, zone),
      )
      .map(
        (zone) =>
          `knownHosts.authorities.${name}: *.${zone} does not stand for ${zone} itself, add "${zone}" or, where no host has that name, "!${zone}"`,
      ),
  );
}
