import { execa } from "../execa";

/** Where an initiator finds a LUN, and how it authenticates. */
export interface LunAddress {
  /** `[ipv6]:port` or `ipv4:port`. */
  readonly portal: string;
  readonly iqn: string;
  /** LUN number on the target. */
  readonly lun: number;
  /** CHAP user and secret of the initiator; absent = none offered. */
  readonly chap?: ChapIdentity;
  /** What the target has to prove itself with; absent = it need not. */
  readonly mutualChap?: ChapIdentity;
  /** Name of the initiator; absent = one of the library's own. */
  readonly initiator?: string;
}

/** User and secret of one CHAP direction. */
export interface ChapIdentity {
  readonly user: string;
  readonly password: string;
}

interface ToolOutput {
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * The IQNs that a portal offers to SendTargets, sorted. A target whose access list does not name the initiator is
 * absent from it, and so an empty answer is not an error.
 *
 * @throws when the portal does not answer
 */
export async function discover(portal: string, initiator?: string): Promise<string[]> {
  const { stdout, stderr } = await run("iscsi-ls", [...named(initiator), `iscsi://${portal}/`]);
  // The exit code is not to be trusted: the tools answer 0 to some failed logins.
  if (stderr.trim() !== "")
    throw new Error(`portal ${portal}: expected SendTargets to be answered, got ${stderr.trim()}`);
  return [...stdout.matchAll(/^Target:(\S+) /gm)].map(([, iqn]) => iqn ?? "").sort();
}

/**
 * Logs in and reads the unit serial number (VPD page 0x80); on DSM it is the uuid of the LUN.
 *
 * @throws when the login is refused or there is no such LUN
 */
export async function inquire(address: LunAddress): Promise<string> {
  const output = await run("iscsi-inq", inquiry(address), address);
  const serial = /^Unit Serial Number:\[(.*)\]$/m.exec(output.stdout)?.[1];
  if (serial === undefined) throw failure(address, "to tell its serial number", output);
  return serial;
}

/**
 * Logs in and reads the size in bytes (READ CAPACITY 16).
 *
 * @throws when the login is refused or there is no such LUN
 */
export async function capacity(address: LunAddress): Promise<number> {
  const args = [...named(address.initiator), "-s", url(address)];
  const output = await run("iscsi-readcapacity16", args, address);
  const bytes = /^\d+$/.exec(output.stdout.trim())?.[0];
  if (bytes === undefined) throw failure(address, "to tell its size", output);
  return Number(bytes);
}

/**
 * Whether the login fails for these credentials; false when it succeeds. With {@link LunAddress.mutualChap} it fails
 * too when the target cannot prove itself.
 *
 * @throws when neither is certain, e.g. nobody answers: an absent portal is no refusal
 */
export async function loginRefused(address: LunAddress): Promise<boolean> {
  const output = await run("iscsi-inq", inquiry(address), address);
  const refused = /Authentication failure\(513\)|Invalid CHAP_R response from the target/;
  if (refused.test(output.stderr)) return true;
  if (output.stdout.includes("Unit Serial Number:[")) return false;
  throw failure(address, "to accept or refuse the login", output);
}

function inquiry(address: LunAddress): string[] {
  return [...named(address.initiator), "-e", "1", "-c", "128", url(address)];
}

function named(initiator: string | undefined): string[] {
  return initiator === undefined ? [] : ["-i", initiator];
}

function url({ portal, iqn, lun }: LunAddress): string {
  return `iscsi://${portal}/${iqn}/${lun}`;
}

/** Runs a tool of libiscsi; secrets travel in its environment, never in its arguments. */
async function run(
  tool: string,
  args: readonly string[],
  address?: LunAddress,
): Promise<ToolOutput> {
  const chap: NodeJS.ProcessEnv = {
    LIBISCSI_CHAP_USERNAME: address?.chap?.user,
    LIBISCSI_CHAP_PASSWORD: address?.chap?.password,
    LIBISCSI_CHAP_TARGET_USERNAME: address?.mutualChap?.user,
    LIBISCSI_CHAP_TARGET_PASSWORD: address?.mutualChap?.password,
  };
  const result = await execa(tool, args, {
    env: chap,
    reject: false,
    timeout: 15_000,
    stdin: "ignore",
  });
  if (result.code === "ENOENT") {
    throw new Error(
      `${tool}: expected the command to be installed, got none; apt-get install libiscsi-bin`,
    );
  }
  if (result.timedOut) return { stdout: "", stderr: "no answer within 15 seconds" };
  return { stdout: result.stdout, stderr: result.stderr };
}

function failure(address: LunAddress, expected: string, { stdout, stderr }: ToolOutput): Error {
  const got = (stderr.trim() || stdout.trim() || "no output").split("\n")[0];
  return new Error(`${url(address)}: expected it ${expected}, got ${JSON.stringify(got)}`);
}
