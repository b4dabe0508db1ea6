import { parseName } from "../../components/internal/kubernetes-name";
import { accepted, refused, type Parsed } from "../../components/internal/parsed";
import { group, keyed, listOf, oneOf, text } from "../fields";

/** Policies that a stack may be exempted from; those that keep data are not among them. */
export const exemptablePolicies = [
  "exact-images",
  "unprivileged-pods",
  "no-host-access",
  "restricted-pods",
  "resources-set",
  "no-secret-literals",
  "narrow-roles",
  "isolated-namespaces",
  "common-labels",
] as const;

const exemption = group({
  rule: oneOf(exemptablePolicies).meta({
    description: "Policy that does not apply.",
    examples: ["exact-images"],
  }),
  resource: text(parsePattern).meta({
    description:
      "What it does not apply to: a kind and the name that the finding shows. A * stands for any characters of the name.",
    examples: ["Deployment/gentoo-*"],
  }),
  reason: text(parseReason).meta({
    description: "Why, for whoever reads the report of a pull request.",
    examples: ["agents of their own are tried from moving tags"],
  }),
  until: text(parseDate)
    .exactOptional()
    .meta({
      description: "Last day on which it counts, in UTC. It counts for ever when absent.",
      examples: ["2027-03-31"],
    }),
}).meta({ description: "One exemption." });

/** What the policies of previews are told about this stack. */
export const policy = group({
  privilegedNamespaces: listOf(text(parseName))
    .default([])
    .meta({
      description:
        "Namespaces in which privileged pods are wanted, e.g. those of image builds. Such a pod is root on its node, and may share its namespaces.",
      examples: [["jenkins-image-builds"]],
    }),
  exemptions: keyed(parseName, exemption)
    .default({})
    .meta({
      description:
        "Findings that are accepted, by names of your choice. A preview lists them with their reasons. The policies that keep data know no exemption.",
      examples: [
        {
          "new-agents": {
            rule: "exact-images",
            resource: "ConfigMap/jenkins-configuration",
            reason: "agents of their own are tried from moving tags",
            until: "2027-03-31",
          },
        },
      ],
    }),
})
  .prefault({})
  .meta({ description: "What the policies of previews are told about this stack (P-04)." });

/** Reads a kind and the name of a resource, in which `*` stands for any characters. */
function parsePattern(pattern: string): Parsed<string> {
  return /^[A-Za-z]+\/(?=.*[^*])\S+$/.test(pattern)
    ? accepted(pattern)
    : refused('a kind and a name such as "Deployment/gentoo-*"');
}

function parseReason(reason: string): Parsed<string> {
  return reason.trim().length >= 10
    ? accepted(reason)
    : refused("a reason of at least 10 characters");
}

/** Reads a day of the calendar. */
function parseDate(date: string): Parsed<string> {
  const day = new Date(`${date}T00:00:00Z`);
  // A day that does not exist, such as 30 February, is read as one of the next month.
  const exists = !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === date;
  return exists ? accepted(date) : refused('a day such as "2027-03-31"');
}
