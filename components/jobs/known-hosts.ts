import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

import { expected, readable, refuse, type Finding } from "../internal/arguments";
import { contradictions } from "../internal/known-hosts/contradictions";
import { forgottenZones } from "../internal/known-hosts/forgotten-zones";
import { parseKnownName } from "../internal/known-hosts/host-name";
import { parseHostPattern, parseRevokedPattern } from "../internal/known-hosts/host-pattern";
import {
  isEmpty,
  knownHostsFile,
  knownHostsLines,
  type KnownHostsList,
} from "../internal/known-hosts/known-hosts-list";
import { parsePublicKey } from "../internal/known-hosts/public-key";
import { parseName } from "../internal/kubernetes-name";
import { labels } from "../internal/labels";
import { problemText } from "../internal/parsed";
import { typeToken } from "../internal/type-token";

/** Arguments of {@link KnownHosts}. */
export interface KnownHostsArgs extends KnownHostsList {
  /** Namespace of the pods that mount the list: nothing about it is decided here. */
  readonly namespace: pulumi.Input<string>;
}

/**
 * Whose host keys SSH trusts, in a ConfigMap for pods to mount at `/etc/ssh/ssh_known_hosts`.
 *
 * Mounted as one file, it does not change in a pod that runs: the next one has the new list.
 */
export class KnownHosts extends pulumi.ComponentResource {
  /** Name of the ConfigMap. */
  readonly configMapName: pulumi.Output<string>;
  /** Key of the file in it. */
  readonly key = "ssh_known_hosts";
  /** What stands in the file, for clients that are told in another way. */
  readonly lines: readonly string[];

  constructor(name: string, args: KnownHostsArgs, opts?: pulumi.ComponentResourceOptions) {
    check(name, args);
    super(typeToken("KnownHosts"), name, {}, opts);

    const configMap = new k8s.core.v1.ConfigMap(
      name,
      {
        metadata: {
          name: "ssh-known-hosts",
          namespace: args.namespace,
          labels: labels("known-hosts"),
        },
        data: { [this.key]: knownHostsFile(args) },
      },
      { parent: this },
    );
    for (const warning of forgottenZones(args)) void pulumi.log.warn(warning, this);

    this.configMapName = configMap.metadata.name;
    this.lines = knownHostsLines(args);
    this.registerOutputs({ configMapName: this.configMapName });
  }
}

/** {@link KnownHosts}, or nothing where the list is empty. */
export function sshKnownHosts(
  name: string,
  args: KnownHostsArgs,
  opts?: pulumi.ComponentResourceOptions,
): KnownHosts | undefined {
  return isEmpty(args) ? undefined : new KnownHosts(name, args, opts);
}

function check(name: string, args: KnownHostsArgs): void {
  refuse("KnownHosts", name, [
    ...keyed("authorities", args.authorities, parseHostPattern),
    ...keyed("revoked", args.revoked, parseRevokedPattern),
    ...Object.entries(args.hosts).flatMap(([host, { keys, aliases }]) => [
      readable(`hosts.${host}`, parseKnownName, host),
      expected(keys.length > 0, `hosts.${host}.keys`, "at least one key", undefined),
      ...aliases.map((alias, index) =>
        readable(`hosts.${host}.aliases[${index}]`, parseKnownName, alias),
      ),
      ...keys.map((key, index) => readable(`hosts.${host}.keys[${index}]`, parsePublicKey, key)),
    ]),
    ...[...contradictions(args)].map(
      ({ path, problem, value }) => `${path.join(".")}: ${problemText(problem, value)}`,
    ),
  ]);
}

function keyed(
  kind: "authorities" | "revoked",
  entries: KnownHostsList["revoked"],
  parse: typeof parseHostPattern,
): Finding[] {
  return Object.entries(entries).flatMap(([name, { patterns, key }]) => [
    readable(`${kind}.${name}`, parseName, name),
    ...patterns.map((pattern, index) =>
      readable(`${kind}.${name}.patterns[${index}]`, parse, pattern),
    ),
    readable(`${kind}.${name}.key`, parsePublicKey, key),
  ]);
}
