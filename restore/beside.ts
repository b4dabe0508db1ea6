import { parseDocument, stringify } from "yaml";

import { RestoreRefused } from "./failure";

/** Settings of a LUN, as far as one beside it is like it. */
export interface LikeLun {
  readonly iqn: string;
  readonly fsType: string;
}

/** A home beside the one in use, in the words of the settings. */
export interface HomeBeside {
  /** Name of the LUN, of its target, of the claim and of the CHAP user. */
  readonly name: string;
  readonly lun: {
    readonly volume: string;
    readonly size: string;
    readonly iqn: string;
    readonly fsType?: string;
    readonly chapUser: string;
  };
}

const section = "jenkins-stack:storage";

/** `iqn.2000-01.com.synology:nas0.jenkins` and `restored` → `iqn.2000-01.com.synology:nas0.restored`. */
export function iqnBeside(iqn: string, name: string): string {
  return `${iqn.replace(/[^.:]+$/, "")}${name}`;
}

const gibibyte = 1024 ** 3;

/** Whether the settings can name this very size: they know whole GiB alone, and `up` grows a LUN to what they say. */
export function isOdd(sizeBytes: number): boolean {
  return sizeBytes % gibibyte !== 0;
}

/** What the settings say of a clone: everything that is not said is as for every LUN. */
export function homeBeside(
  name: string,
  like: LikeLun,
  clone: { readonly volume: string; readonly sizeBytes: number },
): HomeBeside {
  return {
    name,
    lun: {
      volume: clone.volume,
      size: `${Math.ceil(clone.sizeBytes / gibibyte)}Gi`,
      iqn: iqnBeside(like.iqn, name),
      ...(like.fsType !== "ext4" && { fsType: like.fsType }),
      chapUser: name,
    },
  };
}

/** The settings to add, as the file has them. */
export function besideText({ name, lun }: HomeBeside): string {
  const added = { luns: { [name]: lun }, homes: { [name]: { lun: name } } };
  return stringify({ [section]: added }, { indent: 2 }).trimEnd();
}

/**
 * The text of a stack's file with the home in it; comments and the order of what is there stay.
 *
 * @throws RestoreRefused when the file says something else of this name
 */
export function withHomeBeside(text: string, { name, lun }: HomeBeside): string {
  const document = parseDocument(text);
  for (const [path, value] of [
    [["luns", name], lun],
    [["homes", name], { lun: name }],
  ] as const) {
    const full = ["config", section, ...path];
    const there: unknown = document.getIn(full);
    if (there === undefined) document.setIn(full, document.createNode(value));
    else if (!says(document.toJS(), full, value))
      throw new RestoreRefused(
        `storage.${path.join(".")}: expected nothing or ${JSON.stringify(value)}, got something else; choose another name`,
      );
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

/** Whether the document says at least this at a place. */
function says(document: unknown, path: readonly string[], wanted: object): boolean {
  const there = path.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null
        ? (value as Record<string, unknown>)[key]
        : undefined,
    document,
  );
  return (
    typeof there === "object" &&
    there !== null &&
    Object.entries(wanted).every(
      ([key, value]) => (there as Record<string, unknown>)[key] === value,
    )
  );
}
