import { parsePortal } from "../components/internal/portal";
import type { Question, Situation } from "./question";
import { textAt } from "./question";

const gibibyte = 1024 ** 3;
const ordinarySize = "500Gi";

/** How DSM is reached; asked before it is looked at. */
export function reachQuestions({ draft }: Situation): readonly Question[] {
  const before = (name: string) => textAt(draft, ["nas", name]);
  return [
    { path: ["nas", "url"], ...proposed(before("url")) },
    { path: ["nas", "account"], proposal: before("account") ?? "pulumi" },
  ];
}

/** What the NAS offers to the nodes, and the LUN of the Jenkins home on it. */
export function storageQuestions(situation: Situation): readonly Question[] {
  const { draft, discovered } = situation;
  const { nas } = discovered;
  const lun = ["storage", "luns", "jenkins"];
  const uuid = textAt(draft, ["nas", "nodeUuid"]) ?? nas?.nodeUuid;
  return [
    ...(nas === undefined
      ? []
      : [{ path: ["nas", "nodeUuid"], optional: true, ...proposed(uuid) }]),
    { path: ["nas", "portal"], ...proposed(textAt(draft, ["nas", "portal"])) },
    { path: ["nas", "nfs", "server"], ...proposed(nfsServer(situation)) },
    volumeQuestion(situation),
    {
      path: [...lun, "size"],
      proposal: textAt(draft, [...lun, "size"]) ?? ordinarySize,
    },
    { path: [...lun, "iqn"], ...proposed(textAt(draft, [...lun, "iqn"]) ?? iqnFor(situation)) },
  ];
}

/** Address of the portal, unless the settings have said another. */
export function nfsServer({ draft }: Situation): string | undefined {
  const before = textAt(draft, ["nas", "nfs", "server"]);
  const portal = parsePortal(textAt(draft, ["nas", "portal"]) ?? "");
  return before ?? (portal.ok ? portal.value.address.text : undefined);
}

/** Name of the target: DSM's own beginning, and the first part of the NAS's name. */
export function iqnFor({ draft }: Situation): string {
  const url = textAt(draft, ["nas", "url"]) ?? "";
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  // An address says nothing that a name of years should hold.
  const label = /^[a-z][a-z0-9-]*/.exec(host)?.[0] ?? "nas";
  return `iqn.2000-01.com.synology:${label}.jenkins`;
}

/** The volume with the most room of those that can hold a LUN; the first one of every NAS when none was seen. */
export function volumeFor({ discovered: { nas } }: Situation): string | undefined {
  if (nas === undefined) return "/volume1";
  const usable = nas.volumes.filter(({ usable: holds }) => holds);
  return usable.toSorted((one, other) => other.freeBytes - one.freeBytes)[0]?.path;
}

function volumeQuestion(situation: Situation): Question {
  const { draft, discovered } = situation;
  const path = ["storage", "luns", "jenkins", "volume"];
  const volumes = discovered.nas?.volumes;
  return {
    path,
    ...proposed(textAt(draft, path) ?? volumeFor(situation)),
    ...(volumes === undefined
      ? {}
      : {
          choices: volumes.map(
            ({ path: name, fileSystem, usable, freeBytes }) =>
              `${name} (${fileSystem}, ${Math.floor(freeBytes / gibibyte)} GiB free${usable ? "" : ", not usable"})`,
          ),
          objection: (answer: string) =>
            volumes.some(({ path: name, usable }) => name === answer && usable)
              ? undefined
              : `storage.luns.jenkins.volume: expected a healthy Btrfs volume of the NAS, got ${JSON.stringify(answer)}`,
        }),
  };
}

/** A proposal where there is one. */
export function proposed(proposal: string | undefined): { readonly proposal?: string } {
  return proposal === undefined ? {} : { proposal };
}
