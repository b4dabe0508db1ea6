import { contradictions } from "../../components/internal/known-hosts/contradictions";
import { sshPort } from "../../components/internal/known-hosts/host-name";
import { isEmpty, isKnown } from "../../components/internal/known-hosts/known-hosts-list";
import { sshServer } from "../../components/internal/known-hosts/ssh-remote";
import type { Sections } from "../settings";
import { rule, type Violation } from "./rule";

const repositories = ["libraries", "pipelines", "multibranch"] as const;

/** What the list of known hosts must satisfy in itself, and towards those who need it (A-47, E-25). */
export const knownHostsRules = [
  rule<Sections>(["knownHosts"], consistent),
  rule<Sections>(
    ["knownHosts", ...repositories.map((kind) => `configuration.${kind}.*.repository`)],
    knownRepositories,
  ),
  rule<Sections>(["knownHosts", "exposure.network.sourceHosts"], knownSourceHosts),
];

function* consistent({ knownHosts }: Sections): Generator<Violation> {
  for (const { path, ...finding } of contradictions(knownHosts))
    yield { path: ["knownHosts", ...path], ...finding };
}

/** Git asks nobody about a key it does not know: it refuses the server. */
function* knownRepositories({ configuration, knownHosts }: Sections): Generator<Violation> {
  for (const kind of repositories)
    for (const [name, { repository }] of Object.entries<{ readonly repository?: string }>(
      configuration[kind],
    )) {
      const server = repository === undefined ? undefined : sshServer(repository);
      if (server !== undefined && !isKnown(knownHosts, server.host, server.port))
        yield {
          path: ["configuration", kind, name, "repository"],
          problem: unknown(server.host),
          value: repository,
        };
    }
}

/** A list that is there is complete; without any, nothing of this stack speaks SSH. */
function* knownSourceHosts({ exposure, knownHosts }: Sections): Generator<Violation> {
  if (isEmpty(knownHosts)) return;
  for (const [host, { ports }] of Object.entries(exposure.network.sourceHosts))
    if (ports.includes(sshPort) && !isKnown(knownHosts, host, sshPort))
      yield {
        path: ["exposure", "network", "sourceHosts", host],
        problem: unknown(host),
        value: host,
      };
}

function unknown(host: string) {
  return {
    expected: "a server whose host key knownHosts verifies",
    fix: `add ${host} to knownHosts.hosts, or a pattern for it to one of knownHosts.authorities`,
  };
}
