import { valueAt, withValue, type Draft, type Path } from "./draft";
import { proposed } from "./nas-questions";
import { textAt, type Question, type Situation } from "./question";
import { proposedImages } from "./versions";

const exposureTypes = ["ingress", "none"];
const controllers: Readonly<Record<string, string>> = {
  "k8s.io/ingress-nginx": "ingress-nginx",
  "traefik.io/ingress-controller": "traefik",
  "ingress.k8s.aws/alb": "aws-load-balancer",
};
const usualNamespaces: Readonly<Record<string, string>> = {
  "ingress-nginx": "ingress-nginx",
  traefik: "traefik",
};

/** Jenkins itself: where users find it, and exact versions. */
export function jenkinsQuestions({ draft }: Situation): readonly Question[] {
  const before = (name: string) => textAt(draft, ["jenkins", name]);
  return [
    { path: ["jenkins", "url"], ...proposed(before("url")) },
    { path: ["jenkins", "image"], proposal: before("image") ?? proposedImages.image },
    {
      path: ["jenkins", "agentImage"],
      proposal: before("agentImage") ?? proposedImages.agentImage,
    },
  ];
}

/** How users get in. Gateways, load balancers and ports of nodes have settings of their own that are not asked for. */
export function exposureQuestion({ draft, discovered: { cluster } }: Situation): Question {
  const path = ["exposure", "type"];
  const classes = cluster?.ingressClasses;
  return {
    path,
    text: "How users reach Jenkins: through an Ingress, or not from outside (none). docs/exposure.md has more ways.",
    choices: exposureTypes,
    proposal: textAt(draft, path) ?? (classes?.length === 0 ? "none" : "ingress"),
  };
}

/** The Ingress; asked with `exposure.type` ingress. */
export function ingressQuestions(situation: Situation): readonly Question[] {
  const { draft, discovered } = situation;
  if (textAt(draft, ["exposure", "type"]) !== "ingress") return [];
  const ingress = ["exposure", "ingress"];
  const classes = discovered.cluster?.ingressClasses ?? [];
  const className = textAt(draft, [...ingress, "className"]);
  const behind = classes.find(({ name }) => name === className)?.controller ?? "";
  const controller = textAt(draft, [...ingress, "controller"]);
  return [
    {
      path: [...ingress, "className"],
      ...proposed(className ?? classes[0]?.name),
      ...(classes.length === 0 ? {} : { choices: classes.map(({ name }) => name) }),
    },
    {
      path: [...ingress, "controller"],
      choices: ["ingress-nginx", "traefik", "aws-load-balancer", "other"],
      ...proposed(controller ?? controllers[behind]),
    },
    issuerQuestion(situation),
    ...(textAt(draft, [...ingress, "tls", "clusterIssuer"]) === undefined
      ? [secretQuestion(draft)]
      : []),
    namespacesQuestion(draft, controller),
  ];
}

function issuerQuestion({ draft, discovered: { cluster } }: Situation): Question {
  const path = ["exposure", "ingress", "tls", "clusterIssuer"];
  const issuers = cluster?.clusterIssuers ?? [];
  const other = textAt(draft, ["exposure", "ingress", "tls", "secretName"]);
  return {
    path,
    optional: true,
    ...proposed(textAt(draft, path) ?? (other === undefined ? issuers[0] : undefined)),
    ...(issuers.length === 0 ? {} : { choices: issuers }),
  };
}

function secretQuestion(draft: Draft): Question {
  const path = ["exposure", "ingress", "tls", "secretName"];
  return { path, proposal: textAt(draft, path) ?? "jenkins-tls" };
}

function namespacesQuestion(draft: Draft, controller = ""): Question {
  const path = ["exposure", "network", "proxyNamespaces"];
  const before = valueAt(draft, path);
  const known = Array.isArray(before) ? before.join(", ") : usualNamespaces[controller];
  return { path, ...proposed(known), read: wordsIn };
}

/** What keeps the home when the NAS is lost (A-34, D-06): declared, or waived with a reason. */
export function backupQuestions({ draft }: Situation): readonly Question[] {
  return [
    ...declaredOrWaived(
      draft,
      ["backup", "target", "to"],
      ["backup", "waived"],
      "Where a backup of the home is kept outside of the NAS; nothing when there is none.",
    ),
    ...(textAt(draft, ["backup", "target", "to"]) === undefined
      ? []
      : [
          {
            path: ["backup", "target", "kind"],
            choices: ["hyperBackup", "snapshotReplication", "other"],
            proposal: textAt(draft, ["backup", "target", "kind"]) ?? "hyperBackup",
          },
        ]),
    ...declaredOrWaived(
      draft,
      ["backup", "secretsCopy"],
      ["backup", "secretsWaived"],
      "Where a copy of the folder secrets/ of the home is kept, apart from the backup; nothing when there is none.",
    ),
  ];
}

function declaredOrWaived(draft: Draft, path: Path, waiver: Path, text: string): Question[] {
  const declared = textAt(draft, path);
  const reason = textAt(draft, waiver);
  return [
    {
      path,
      text,
      optional: true,
      ...proposed(declared),
      take: (all, answer) => withValue(withValue(all, waiver, undefined), path, answer),
    },
    ...(declared === undefined ? [{ path: waiver, ...proposed(reason) }] : []),
  ];
}

function wordsIn(answer: string): string[] {
  return answer.split(/[\s,]+/).filter((word) => word !== "");
}
