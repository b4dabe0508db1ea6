/** The envelope of an answer. */
export interface Answer {
  readonly success: boolean;
  readonly data?: unknown;
  readonly error?: { readonly code: number };
}

/** The secret of every test target. */
export const secret = "Secret-12chars";

/** Parameters of a valid LUN create. */
export function lunFields(name: string): Record<string, unknown> {
  return { name, type: "BLUN", location: "/volume1", size: 2 ** 30, description: "for a test" };
}

/** Attributes of a LUN that snapshots can be taken of. */
export const snapshotAttributes = { dev_attribs: [{ dev_attrib: "can_snapshot", enable: 1 }] };

/** Parameters of a valid target create with CHAP. */
export function targetFields(name: string): Record<string, unknown> {
  return {
    name,
    iqn: `iqn.2000-01.com.synology:nas.${name}`,
    auth_type: 1,
    user: "k8s",
    password: secret,
    max_sessions: 0,
  };
}

/** The code of a refusal; 0 for success. */
export function codeOf(answer: Answer): number {
  return answer.error?.code ?? 0;
}
