import { capacity, discover, inquire, loginRefused } from "./initiator";

/** A LUN and what it is expected to be. */
export interface LunToProve {
  /** `[ipv6]:port`. */
  readonly portal: string;
  readonly iqn: string;
  readonly lun: number;
  readonly user: string;
  readonly password: string;
  readonly sizeBytes: number;
}

/** What a real initiator saw. */
export interface LunProof {
  /** Unit serial number: on DSM the uuid of the LUN. */
  readonly serial: string;
  readonly bytes: number;
  /** A login with another secret was refused. */
  readonly wrongSecretRefused: true;
}

/**
 * Proves with a real initiator that a LUN is offered, opens with its CHAP secret, has the right size and stays
 * closed to another secret.
 *
 * @throws with what was seen instead
 */
export async function proveLun(expected: LunToProve): Promise<LunProof> {
  const { portal, iqn, lun, user, password, sizeBytes } = expected;
  const offered = await discover(portal);
  if (!offered.includes(iqn)) {
    throw new Error(
      `portal ${portal}: expected it to offer ${iqn}, got ${JSON.stringify(offered)}`,
    );
  }
  const address = { portal, iqn, lun, chap: { user, password } };
  const serial = await inquire(address);
  const bytes = await capacity(address);
  if (bytes !== sizeBytes) {
    throw new Error(`LUN ${lun} of ${iqn}: expected ${sizeBytes} bytes, got ${bytes}`);
  }
  const other = { ...address, chap: { user, password: differing(password) } };
  if (!(await loginRefused(other))) {
    throw new Error(`target ${iqn}: expected a wrong CHAP secret to be refused, got a login`);
  }
  return { serial, bytes, wrongSecretRefused: true };
}

/** A secret of the same length and shape that is not the given one. */
function differing(secret: string): string {
  return (secret.startsWith("x") ? "y" : "x") + secret.slice(1);
}
