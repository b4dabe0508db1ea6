import { parseKnownName } from "../../components/internal/known-hosts/host-name";
import {
  parseHostPattern,
  parseRevokedPattern,
} from "../../components/internal/known-hosts/host-pattern";
import { parsePublicKey } from "../../components/internal/known-hosts/public-key";
import { parseName } from "../../components/internal/kubernetes-name";
import { group, keyed, listOf, text } from "../fields";

const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI…";

const authority = group({
  patterns: listOf(text(parseHostPattern), { atLeast: 1 }).meta({
    description:
      "Hosts whose certificates count. *.zone stands for every name below a zone, on every port, but not for the zone itself or short names; one with ! takes hosts out.",
    examples: [["*.pyrocufflink.blue", "pyrocufflink.blue"]],
  }),
  key: text(parsePublicKey).meta({
    description: "Public key of the authority, as its .pub file has it.",
    examples: [publicKey],
  }),
}).meta({ description: "One authority." });

const host = group({
  keys: listOf(text(parsePublicKey), { atLeast: 1 }).meta({
    description: "Public keys of the host, as /etc/ssh/ssh_host_*_key.pub have them.",
    examples: [[publicKey]],
  }),
  aliases: listOf(text(parseKnownName))
    .default([])
    .meta({
      description: "Other names and addresses under which clients ask for it.",
      examples: [["git0", "2001:db8:5c1a::22"]],
    }),
}).meta({ description: "One host." });

const revoked = group({
  key: text(parsePublicKey).meta({
    description: "Public key of the host or the authority.",
    examples: [publicKey],
  }),
  patterns: listOf(text(parseRevokedPattern), { atLeast: 1 })
    .default(["*"])
    .meta({ description: "Hosts that may not show it any more.", examples: [["*"]] }),
}).meta({ description: "One key." });

/** Whose host keys SSH trusts. */
export const knownHosts = group({
  authorities: keyed(parseName, authority)
    .default({})
    .meta({
      description: "Authorities that sign certificates of hosts, by a name of your choice.",
      examples: [
        {
          pyrocufflink: {
            patterns: ["*.pyrocufflink.blue", "pyrocufflink.blue"],
            key: publicKey,
          },
        },
      ],
    }),
  hosts: keyed(parseKnownName, host)
    .default({})
    .meta({
      description:
        "Hosts without certificates, and those that Jenkins' own Git client reaches: it knows no authorities. By name or address, [<host>]:<port> where the port is not 22.",
      examples: [{ "github.com": { keys: [publicKey] } }],
    }),
  revoked: keyed(parseName, revoked)
    .default({})
    .meta({
      description: "Keys that are trusted no more, whoever signed them, by a name of your choice.",
      examples: [{ "stolen-2026": { key: publicKey } }],
    }),
})
  .prefault({})
  .meta({
    description:
      "Whose host keys SSH trusts: one list for agents, the Git plugin and, by npm run known-hosts, for machines outside.",
  });
