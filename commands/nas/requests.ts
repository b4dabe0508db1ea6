import type * as pulumi from "@pulumi/pulumi";

import { onLink, parseInterfaceAddress } from "../../components/internal/address";
import { parsePortal } from "../../components/internal/portal";
import { lunRequest } from "../../components/storage/lun-request";
import { Failure } from "../../nas/failure";
import type { Sections } from "../../stacks/settings";
import type { StoredStack } from "./stored-stack";

/** Reads passwords that the stack has drawn, by the names of their resources. */
export type DrawnPasswords = (names: readonly string[]) => Promise<readonly string[]>;

/** Verbs that look at the whole NAS and so take every LUN of the stack at once. */
const verbsForAll: ReadonlySet<string> = new Set(["doctor", "drift", "audit"]);
/** Verbs that set CHAP, and so need the passwords. */
const verbsWithPasswords: ReadonlySet<string> = new Set(["lun ensure"]);

/**
 * The request of one verb, or the list of them, as the tool reads it on standard input: the very document that the
 * program itself sends. Contains passwords.
 *
 * @param lun name in the settings; default the only one, or all
 * @throws Failure `request` for a name the settings do not have, or none where one is needed
 */
export async function requestsFor(
  verb: string,
  lun: string | undefined,
  stack: StoredStack,
  passwords: DrawnPasswords,
): Promise<string> {
  const { luns } = stack.sections.storage;
  if (Object.keys(luns).length === 0)
    throw new Failure(
      "request",
      "storage.luns: expected a LUN, got none; the settings describe none",
    );
  const names = lun === undefined ? Object.keys(luns).sort() : [known(lun, luns)];
  if (verbsForAll.has(verb)) {
    const requests = names.map((name) => oneRequest(verb, name, stack, passwords));
    return `[${(await Promise.all(requests)).join(",")}]`;
  }
  const [name, ...others] = names;
  // A login is the account's, whatever LUN the request names.
  if (name === undefined || (others.length > 0 && verb !== "login device"))
    throw new Failure(
      "request",
      `--lun: expected one of ${names.map((one) => JSON.stringify(one)).join(", ")}, got none`,
    );
  return await oneRequest(verb, name, stack, passwords);
}

/**
 * Options that say where nodes look for the LUNs, for the verbs that compare it with what the NAS announces.
 *
 * @param given the command line; what it says itself is not said again
 */
export function networkOptions(
  verb: string,
  given: readonly string[],
  { nas, network }: Sections,
): string[] {
  if (verb !== "doctor" && verb !== "drift") return [];
  const portal = parsePortal(nas.portal);
  const adapters = Object.values(network.nodes).flatMap(({ address }) => {
    const adapter = address === undefined ? undefined : parseInterfaceAddress(address);
    return adapter?.ok === true ? [adapter.value] : [];
  });
  const onPortalLink = adapters.find(
    (adapter) => portal.ok && onLink(adapter, portal.value.address),
  );
  const prefix = onPortalLink && `${onPortalLink.text}/${onPortalLink.prefixLength}`;
  const options = [
    `--portal=${nas.portal}`,
    ...(verb === "doctor" && prefix !== undefined ? [`--prefix=${prefix}`] : []),
  ];
  return options.filter((option) => !given.some((word) => nameOf(word) === nameOf(option)));
}

/** The request of `login device` with the one-time password in it. */
export function withCode(request: string, oneTimePassword: string): string {
  return JSON.stringify({ ...(JSON.parse(request) as object), oneTimePassword });
}

async function oneRequest(
  verb: string,
  lunName: string,
  { sections, nasPassword, nasDeviceToken }: StoredStack,
  passwords: DrawnPasswords,
): Promise<string> {
  const lun = sections.storage.luns[lunName];
  if (lun === undefined) throw new Error("no such LUN");
  const resources = [
    `lun-${lunName}-chap`,
    ...(lun.mutualChapUser === undefined ? [] : [`lun-${lunName}-mutual-chap`]),
  ];
  const [chap, mutual] = verbsWithPasswords.has(verb) ? await passwords(resources) : [];
  return await textOf(
    lunRequest(
      {
        nas: sections.nas,
        nasPassword,
        ...(nasDeviceToken !== undefined && { nasDeviceToken }),
        lun: { ...lun, lunName },
      },
      // The other verbs need no password, and what is undefined leaves no key in the request.
      chap as string,
      mutual,
    ),
  );
}

function known(name: string, luns: Sections["storage"]["luns"]): string {
  if (luns[name] !== undefined) return name;
  const names = Object.keys(luns)
    .sort()
    .map((one) => JSON.stringify(one));
  throw new Failure(
    "request",
    `--lun: expected a name in storage.luns, got ${JSON.stringify(name)}; it has ${names.join(", ")}`,
  );
}

function nameOf(option: string): string {
  return option.replace(/=.*/, "");
}

/** An Output of plain values is known at once, with no program running. */
function textOf(output: pulumi.Output<string>): Promise<string> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}
