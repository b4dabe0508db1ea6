import { Failure } from "../failure";
import { parsePortal, type Portal } from "./address";
import { Conversation, largestSegment } from "./conversation";
import { decodeKeys, encodeKeys, final, noTag, opcodes } from "./pdu";

/** One target that a portal announces. */
export interface DiscoveredTarget {
  readonly iqn: string;
  /** Addresses at which the NAS says it listens, in its order; an initiator can log in at these only. */
  readonly portals: readonly Portal[];
}

const initiator = "iqn.2026-01.org.jenkins-stack:nas-doctor";
const largestAnswer = 4_194_304;

// Login stages of RFC 7143 §11.12.3, and the bits around them.
const security = 0;
const operational = 1;
const fullFeature = 3;
const transit = 0x80;
/** The text goes on in the next part. */
const more = 0x40;

/**
 * Asks a portal for its targets by SendTargets in a discovery session of its own (RFC 7143): the very question an
 * initiator asks before it logs in. It needs no CHAP, writes nothing and opens no LUN.
 *
 * @param milliseconds longest wait for the connection and for each answer
 * @throws Failure `unreachable` when nothing answers or what answers is not iSCSI, with delivery `none` when this machine
 *   does not reach the address at all; `failed` when the NAS refuses
 */
export async function discoverTargets(
  portal: Portal,
  milliseconds: number,
): Promise<readonly DiscoveredTarget[]> {
  const conversation = await Conversation.open(portal, milliseconds);
  try {
    await login(conversation);
    return announcedTargets(await sendTargets(conversation));
  } finally {
    conversation.close();
  }
}

async function login(conversation: Conversation): Promise<void> {
  const identity = [
    ["InitiatorName", initiator],
    ["SessionType", "Discovery"],
    ["AuthMethod", "None"],
  ] as const;
  const parameters = [
    ["HeaderDigest", "None"],
    ["DataDigest", "None"],
    ["DefaultTime2Wait", "2"],
    ["DefaultTime2Retain", "0"],
    ["ErrorRecoveryLevel", "0"],
    ["MaxRecvDataSegmentLength", String(largestSegment)],
  ] as const;
  let stage = security;
  // Each of the two stages takes one exchange, or two with a target that asks back.
  for (let exchange = 0; exchange < 6; exchange++) {
    const [next, keys] =
      stage === security ? [operational, identity] : ([fullFeature, parameters] as const);
    const answer = await conversation.ask(
      opcodes.loginRequest,
      transit | (stage << 2) | next,
      encodeKeys(keys),
    );
    conversation.expect(answer, opcodes.loginResponse, "a login response");
    checkStatus(conversation, answer.header.readUInt16BE(36));
    if ((answer.flags & transit) !== 0) stage = answer.flags & 0b11;
    if (stage === fullFeature) return;
  }
  throw conversation.strange("a login that does not end");
}

function checkStatus(conversation: Conversation, status: number): void {
  if (status === 0) return;
  const code = `0x${status.toString(16).padStart(4, "0")}`;
  const [got, fix] =
    status >> 8 === 1
      ? ["a redirection to another address", "name the address itself, nas.portal takes no proxy"]
      : status === 0x0201
        ? ["a demand for CHAP", "discovery without CHAP must stay open: nodes discover without it"]
        : ["a refusal", "SAN Manager > iSCSI shows the state of its targets"];
  throw new Failure(
    "failed",
    `nas.portal: expected a discovery session at ${conversation.text}, got ${got} (status ${code}); ${fix}`,
  );
}

/** Every key and value of the answer, which may come in several parts. */
async function sendTargets(conversation: Conversation): Promise<[string, string][]> {
  const parts: Buffer[] = [];
  let length = 0;
  let transferTag = noTag;
  let question = encodeKeys([["SendTargets", "All"]]);
  do {
    const answer = await conversation.ask(opcodes.textRequest, final, question, transferTag);
    conversation.expect(answer, opcodes.textResponse, "a text response");
    parts.push(answer.content);
    length += answer.content.length;
    if (length > largestAnswer) throw conversation.strange("an answer without end");
    const complete = (answer.flags & final) !== 0 && (answer.flags & more) === 0;
    transferTag = complete ? noTag : answer.header.readUInt32BE(20);
    if (!complete && transferTag === noTag)
      throw conversation.strange("an unfinished answer without a way to go on");
    // An empty text asks for the next part.
    question = Buffer.alloc(0);
  } while (transferTag !== noTag);
  return decodeKeys(Buffer.concat(parts));
}

function announcedTargets(keys: readonly (readonly [string, string])[]): DiscoveredTarget[] {
  const targets: { iqn: string; portals: Portal[] }[] = [];
  for (const [key, value] of keys) {
    if (key === "TargetName") targets.push({ iqn: value, portals: [] });
    const portal = key === "TargetAddress" ? parsePortal(value) : undefined;
    if (portal !== undefined) targets.at(-1)?.portals.push(portal);
  }
  return targets;
}
