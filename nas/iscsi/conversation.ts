import { randomInt } from "node:crypto";
import { connect, type Socket } from "node:net";

import { Failure } from "../failure";
import { portalText, type Portal } from "./address";
import {
  announcedLength,
  decodePdu,
  encodePdu,
  final,
  immediate,
  noTag,
  opcodes,
  type Pdu,
} from "./pdu";

/** Longest data segment that is taken, in bytes; said to the target in the login. */
export const largestSegment = 262_144;

/** Questions and answers over one TCP connection, one at a time. */
export class Conversation {
  #unread: Buffer = Buffer.alloc(0);
  #taskTag = 0;
  /** Says that every session is a new one: half-open ones of other runs are not taken over. */
  readonly #sessionId = 0x80000000 + randomInt(2 ** 24);
  #statusNumber = 0;
  #wake: (() => void) | undefined;
  #connected = false;
  #ended: string | undefined;

  private constructor(
    readonly text: string,
    private readonly socket: Socket,
    milliseconds: number,
  ) {
    socket.on("data", (chunk: Buffer) => {
      this.#unread = Buffer.concat([this.#unread, chunk]);
      this.#wake?.();
    });
    const end = (reason: string): void => {
      this.#ended ??= reason;
      this.#wake?.();
    };
    socket.on("error", (error: NodeJS.ErrnoException) => {
      end(error.code ?? "an error");
    });
    socket.on("close", () => {
      end("a closed connection");
    });
    socket.setTimeout(milliseconds, () => {
      end("no answer in time");
    });
  }

  /** @throws Failure `unreachable` when nothing answers, with delivery `none` when this machine does not even get there */
  static async open(portal: Portal, milliseconds: number): Promise<Conversation> {
    const socket = connect({ host: portal.address, port: portal.port, noDelay: true });
    const conversation = new Conversation(portalText(portal), socket, milliseconds);
    socket.once("connect", () => {
      conversation.#connected = true;
      conversation.#wake?.();
    });
    await conversation.#until(() => conversation.#connected);
    return conversation;
  }

  /**
   * Sends a request and returns the first answer that is not merely a sign of life.
   *
   * @param transferTag what the target gave to go on with the same task; none begins a task
   */
  async ask(opcode: number, flags: number, content: Buffer, transferTag = noTag): Promise<Pdu> {
    const isLogin = opcode === opcodes.loginRequest;
    if (!isLogin && transferTag === noTag) this.#taskTag++;
    const fields = isLogin
      ? { 8: this.#sessionId, 16: this.#taskTag, 28: this.#statusNumber }
      : { 16: this.#taskTag, 20: transferTag, 28: this.#statusNumber };
    this.socket.write(encodePdu(opcode | immediate, flags, fields, content));
    for (;;) {
      const answer = await this.#next();
      if (answer.opcode !== opcodes.nopIn && answer.opcode !== opcodes.asyncMessage) {
        this.#statusNumber = (answer.header.readUInt32BE(24) + 1) >>> 0;
        return answer;
      }
    }
  }

  /** @throws Failure `unreachable` when the answer is of another kind */
  expect(answer: Pdu, opcode: number, what: string): void {
    if (answer.opcode === opcode) return;
    throw this.strange(
      answer.opcode === opcodes.reject
        ? `a rejection of the request instead of ${what}`
        : `operation code ${answer.opcode} instead of ${what}`,
    );
  }

  /** Failure for an answer that no iSCSI target gives. */
  strange(got: string): Failure {
    return new Failure(
      "unreachable",
      `nas.portal: expected an iSCSI target at ${this.text}, got ${got}; check that this is the NAS's iSCSI port`,
    );
  }

  /** Ends the session in order; the answer is not waited for. */
  close(): void {
    if (this.#ended === undefined)
      this.socket.write(
        encodePdu(opcodes.logoutRequest | immediate, final, {
          16: this.#taskTag + 1,
          28: this.#statusNumber,
        }),
      );
    this.socket.end(() => this.socket.destroy());
  }

  async #next(): Promise<Pdu> {
    await this.#until(() => {
      if (announcedLength(this.#unread) > 2 * largestSegment)
        throw this.strange("bytes that are no iSCSI");
      return decodePdu(this.#unread) !== undefined;
    });
    const decoded = decodePdu(this.#unread);
    if (decoded === undefined) throw new Error("nothing to decode");
    this.#unread = decoded.rest;
    return decoded.pdu;
  }

  async #until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.#ended !== undefined) {
        this.socket.destroy();
        throw new Failure(
          "unreachable",
          `nas.portal: expected an answer from ${this.text}, got ${this.#ended}; ` +
            "check the address, the storage network and the NAS's firewall (tcp/3260)",
          this.#connected || this.#ended === "ECONNREFUSED" ? {} : { delivery: "none" },
        );
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
