import { isKnown } from "../../components/internal/known-hosts/known-hosts-list";
import type { Sections } from "../settings";
import { beyondLimits } from "./agent-resources";
import { rule, type Violation } from "./rule";

type Credential = Sections["credentials"][string];

/** A setting that names a credential, and what type that has to be. */
interface Reference {
  readonly path: readonly string[];
  readonly id: string;
  readonly type: Credential["type"];
}

/** What signing and publishing need of the rest of the stack. */
export const packageRules = [
  rule<Sections>(["packages", "credentials.*.type"], declaredCredentials),
  rule<Sections>(["packages", "credentials"], commonFolder),
  rule<Sections>(["packages.repository", "knownHosts"], knownHost),
  rule<Sections>(["packages.repository", "jobs.network"], wayOut),
  rule<Sections>(["packages", "agents.templates"], ownNames),
  rule<Sections>(["packages.resources"], ({ packages }) =>
    packages === undefined ? [] : beyondLimits(["packages", "resources"], packages.resources),
  ),
];

function* declaredCredentials(settings: Sections): Generator<Violation> {
  for (const { path, id, type } of references(settings)) {
    const found = settings.credentials[id]?.type;
    if (found !== type)
      yield {
        path,
        problem: {
          expected: `a credential of type ${type} in credentials`,
          ...(found === undefined ? {} : { fix: `it is of type ${found}` }),
        },
        value: id,
      };
  }
}

/** A build sees the credentials of its folder alone, so one folder has to see all of them. */
function* commonFolder(settings: Sections): Generator<Violation> {
  const scoped = references(settings).flatMap((reference) => {
    const credential = settings.credentials[reference.id];
    return credential?.type === reference.type && credential.folders !== undefined
      ? [{ ...reference, folders: credential.folders }]
      : [];
  });
  let common = scoped[0]?.folders ?? [];
  for (const [index, { path, id, folders }] of scoped.entries()) {
    if (index === 0) continue;
    const shared = common.filter((folder) => folders.includes(folder));
    if (shared.length === 0) {
      yield {
        path,
        problem: {
          expected: `a credential of one of the folders ${common.join(", ")}`,
          fix: `no build sees it together with ${scoped
            .slice(0, index)
            .map((other) => other.id)
            .join(" and ")}`,
        },
        value: id,
      };
      return;
    }
    common = shared;
  }
}

function* knownHost({ packages, knownHosts }: Sections): Generator<Violation> {
  if (packages?.repository === undefined) return;
  const { host, port } = packages.repository;
  if (!isKnown(knownHosts, host, port))
    yield {
      path: ["packages", "repository", "host"],
      problem: {
        expected: "a server whose host key knownHosts verifies",
        fix: `add ${host} to knownHosts.hosts, or a pattern for it to one of knownHosts.authorities`,
      },
      value: host,
    };
}

/** A policy that lets nothing out shows in a build as a connection that times out. */
function* wayOut({ packages, jobs }: Sections): Generator<Violation> {
  if (packages?.repository === undefined || !jobs.network.enabled) return;
  const { port } = packages.repository;
  const { internetPorts, egress } = jobs.network;
  const open = [...internetPorts, ...Object.values(egress).flatMap(({ ports }) => ports)];
  if (!open.includes(port))
    yield {
      path: ["packages", "repository", "port"],
      problem: {
        expected: "a port that jobs.network lets builds out to",
        fix: "add the repository's host and port to jobs.network.egress",
      },
      value: port,
    };
}

function* ownNames({ packages, agents }: Sections): Generator<Violation> {
  if (packages === undefined) return;
  for (const [name, { labels }] of Object.entries(agents.templates)) {
    if (name === "rpm")
      yield {
        path: ["agents", "templates", name],
        problem: { expected: "another name than that of the agent of the section packages" },
        value: name,
      };
    for (const [index, label] of labels.entries())
      if (label === "rpm")
        yield {
          path: ["agents", "templates", name, "labels", String(index)],
          problem: {
            expected: "another label than that of the agent of the section packages",
            fix: "its builds would run without the scripts and the key's fingerprint",
          },
          value: label,
        };
  }
}

function references({ packages }: Sections): Reference[] {
  if (packages === undefined) return [];
  const { signing, repository } = packages;
  const path = ["packages", "signing"];
  return [
    { path: [...path, "key"], id: signing.key, type: "gpgKey" },
    ...(signing.passphrase === undefined
      ? []
      : [{ path: [...path, "passphrase"], id: signing.passphrase, type: "secretText" } as const]),
    ...(repository === undefined
      ? []
      : [
          {
            path: ["packages", "repository", "credentials"],
            id: repository.credentials,
            type: "sshKey",
          } as const,
        ]),
  ];
}
