import type { ServerResponse } from "node:http";

import type { Envelope } from "./api";
import { apiOf, type RawCall } from "./dispatch";
import type { Faults } from "./faults";
import { unquoted } from "./parameters";
import { commonCode } from "./refusal";
import type { Circumstances } from "./store";

/** What stands behind the HTTP server: the NAS, and the faults that wait. */
export interface Stage {
  readonly faults: Faults;
  /** Performs a Web API call. */
  readonly answer: (call: RawCall, circumstances?: Circumstances) => Promise<Envelope>;
  /** Refuses connections for some time; a reboot forgets the sessions too. */
  readonly outage: (ms: number, reboot: boolean) => void;
}

/** Answers a call, or fails the way the next fault for it says. */
export async function play(stage: Stage, call: RawCall, response: ServerResponse): Promise<void> {
  const { faults, answer } = stage;
  const method = unquoted(call.fields.get("method")) ?? "";
  const fault = faults.take(apiOf(call) ?? "", method);
  switch (fault?.effect) {
    case undefined:
      send(response, await answer(call));
      return;
    case "code":
      send(response, refusal(fault.code));
      return;
    case "http500":
      sendHtml(response, 500);
      return;
    case "html":
      sendHtml(response, 200);
      return;
    case "empty":
      sendText(response, "");
      return;
    case "truncate": {
      const text = JSON.stringify(await answer(call));
      sendText(response, text.slice(0, Math.floor(text.length / 2)));
      return;
    }
    case "hang":
      await faults.held();
      send(response, await answer(call));
      return;
    case "hang-after-commit": {
      const envelope = await answer(call);
      await faults.held();
      send(response, envelope);
      return;
    }
    case "drop-before":
      response.destroy();
      return;
    case "drop-after-commit":
      await answer(call);
      response.destroy();
      return;
    case "success-but-noop": {
      const { data } = fault;
      const pretended = async (): Promise<Envelope> =>
        data === undefined ? answer(call, { rehearsal: true }) : { success: true, data };
      send(response, await pretended());
      return;
    }
    case "refused-but-performed":
    case "refused-but-created":
      await answer(call);
      send(response, refusal(fault.code));
      return;
    case "slow-settle":
      send(response, await answer(call, { settleMs: fault.ms }));
      return;
    case "refuse-connections":
    case "reboot":
      response.destroy();
      stage.outage(fault.ms, fault.effect === "reboot");
      return;
  }
}

/** Answers 100, "unknown error", unless an answer has begun: what is left to do when the simulator itself fails. */
export function sendFailure(response: ServerResponse): void {
  if (response.headersSent) response.destroy();
  else send(response, refusal(commonCode.unknown));
}

/** Sends a value as DSM sends every answer: status 200 and JSON. */
export function send(response: ServerResponse, value: unknown): void {
  sendText(response, JSON.stringify(value));
}

/** Sends a page that is no answer of the Web API. */
export function sendHtml(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-type": "text/html" });
  response.end(
    "<!doctype html><title>Synology DiskStation</title><p>Sorry, the page is not found.",
  );
}

function sendText(response: ServerResponse, text: string): void {
  response.writeHead(200, { "content-type": 'application/json; charset="UTF-8"' });
  response.end(text);
}

function refusal(code: number): Envelope {
  return { success: false, error: { code } };
}
