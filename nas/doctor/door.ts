import { request } from "node:https";
import type { TLSSocket } from "node:tls";

import { openTls, trust } from "../dsm/tls";
import { Failure } from "../failure";
import type { NasRequest } from "../request";
import { fault, fine, ofFailure, warning, type Finding } from "./finding";

const soonDays = 30;
const mostSkewSeconds = 60;
const day = 86_400_000;

/** What was found at the address before anybody logged in. */
export interface Door {
  readonly findings: readonly Finding[];
  /** Whether a password may be sent through it. */
  readonly open: boolean;
}

/**
 * Looks at the address of DSM, its certificate and its clock. Sends no credential.
 *
 * @param now the clock of this machine, in milliseconds since 1970
 */
export async function lookAtDoor(
  nas: NasRequest,
  milliseconds: number,
  now: () => number,
): Promise<Door> {
  let socket: TLSSocket;
  try {
    socket = await openTls(nas, trust(nas.certificateAuthority), milliseconds);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const reached = error.details.delivery !== "none";
    return {
      open: false,
      findings: [
        ...(reached ? [fine("address", `${nas.url} answers`)] : []),
        ofFailure(reached ? "certificate" : "address", error),
      ],
    };
  }
  const ends = Date.parse(socket.getPeerCertificate().valid_to);
  const theirs = await clockBehind(socket, nas, milliseconds);
  return {
    open: true,
    findings: [
      fine("address", `${nas.url} answers`),
      certificate(nas, Math.floor((ends - now()) / day), new Date(ends)),
      clock(theirs === undefined ? undefined : Math.round((theirs - now()) / 1000)),
    ],
  };
}

function certificate(nas: NasRequest, daysLeft: number, ends: Date): Finding {
  const until = `trusted by ${trustedBy(nas)}, valid until ${ends.toISOString().slice(0, 10)} (${daysLeft} days)`;
  const renew = "renew it in Control Panel > Security > Certificate";
  // With a pinned certificate its dates decide nothing, but a browser of the operator's will complain.
  if (daysLeft < soonDays)
    return warning(
      "certificate",
      until,
      nas.certificateFingerprint === undefined
        ? renew
        : `${renew}, and set nas.certificateFingerprint to the new one`,
    );
  return nas.insecure === true
    ? warning("certificate", until, "name its authority in nas.certificateAuthority or pin it")
    : fine("certificate", until);
}

function trustedBy(nas: NasRequest): string {
  if (nas.insecure === true) return "nobody (nas.insecure)";
  if (nas.certificateFingerprint !== undefined) return "its fingerprint";
  return nas.certificateAuthority ?? "the public authorities";
}

function clock(secondsAhead: number | undefined): Finding {
  if (secondsAhead === undefined)
    return fault(
      "clock",
      "an answer that is not HTTP with a date",
      "check that nas.url names DSM's own HTTPS port, not a proxy",
    );
  const distance = Math.abs(secondsAhead);
  const where = secondsAhead > 0 ? "ahead of" : "behind";
  return distance > mostSkewSeconds
    ? warning(
        "clock",
        `the NAS is ${distance} s ${where} this machine`,
        "one-time passwords and certificates depend on it: set NTP on both, Control Panel > Regional Options > Time",
      )
    : fine("clock", "the NAS and this machine agree");
}

/** The date of an HTTP answer; undefined when none comes. Ends the connection. */
async function clockBehind(
  socket: TLSSocket,
  { url }: NasRequest,
  milliseconds: number,
): Promise<number | undefined> {
  try {
    return await new Promise((resolve) => {
      socket.once("close", () => {
        resolve(undefined);
      });
      socket.setTimeout(milliseconds, () => socket.destroy());
      const { host } = new URL(url);
      const headers = { host, connection: "close" };
      request(
        {
          method: "HEAD",
          path: "/",
          host,
          setHost: false,
          headers,
          createConnection: () => socket,
        },
        ({ headers: { date } }) => {
          const time = Date.parse(date ?? "");
          resolve(Number.isNaN(time) ? undefined : time);
        },
      )
        .once("error", () => {
          resolve(undefined);
        })
        .end();
    });
  } finally {
    socket.destroy();
  }
}
