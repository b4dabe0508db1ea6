import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** What one request of an initiator carried. */
export interface Asked {
  readonly opcode: number;
  readonly flags: number;
  readonly taskTag: number;
  readonly transferTag: number;
  readonly expectedStatus: number;
  readonly keys: readonly string[];
}

/** How the portal departs from one that answers SendTargets in one part. */
export interface Behaviour {
  /** Keys of the answer, such as `TargetName=iqn.…`. */
  readonly announces?: readonly string[];
  /** Bytes of the answer that one unit carries. Default all. */
  readonly partBytes?: number;
  /** Status class and detail of the login response. Default success. */
  readonly status?: number;
  /** Sends a NOP-In before each answer, as a target that checks its initiators does. */
  readonly nops?: boolean;
  /** Answers the first exchange of the security stage without letting it end. */
  readonly asksBack?: boolean;
  /** Answers the text request with this operation code. Default a text response. */
  readonly textOpcode?: number;
  /** Says this instead of anything else, then waits. */
  readonly banner?: string;
  /** Takes the connection and never answers. */
  readonly silent?: boolean;
  /** Closes the connection instead of answering the text request. */
  readonly hangsUp?: boolean;
}

/**
 * A portal that answers discovery as scripted, because tgtd announces only the portal it was asked at. Written from RFC
 * 7143 apart from the client, so that no misreading hides in both.
 */
export class FakePortal {
  readonly asked: Asked[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #statusNumber = 41;

  private constructor(private readonly behaviour: Behaviour) {
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      if (behaviour.banner !== undefined) socket.write(behaviour.banner);
      let unread: Buffer = Buffer.alloc(0);
      socket.on("data", (chunk: Buffer) => {
        if (behaviour.silent === true || behaviour.banner !== undefined) return;
        unread = Buffer.concat([unread, chunk]);
        while (unread.length >= 48) {
          const length = unread.readUIntBE(5, 3);
          const end = 48 + length + ((4 - (length % 4)) % 4);
          if (unread.length < end) return;
          this.#answer(socket, unread.subarray(0, 48), unread.subarray(48, 48 + length));
          unread = unread.subarray(end);
        }
      });
    });
  }

  static async start(behaviour: Behaviour): Promise<FakePortal> {
    const portal = new FakePortal(behaviour);
    portal.#server.listen(0, "::1");
    await once(portal.#server, "listening");
    return portal;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get text(): string {
    return `[::1]:${this.port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #answer(socket: Socket, header: Buffer, content: Buffer): void {
    const opcode = header.readUInt8(0) & 0x3f;
    const flags = header.readUInt8(1);
    const keys = content.toString().split("\0").filter(Boolean);
    this.asked.push({
      ...{ opcode, flags, keys },
      taskTag: header.readUInt32BE(16),
      transferTag: header.readUInt32BE(20),
      expectedStatus: header.readUInt32BE(28),
    });
    if (this.behaviour.nops === true) this.#send(socket, header, 0x20, 0x80, "", 0xffffffff);
    if (opcode === 0x03) this.#login(socket, header, flags);
    if (opcode === 0x04) this.#text(socket, header, content.length);
  }

  #login(socket: Socket, header: Buffer, flags: number): void {
    const { status = 0, asksBack = false } = this.behaviour;
    const first = this.asked.filter(({ opcode }) => opcode === 0x03).length === 1;
    // Without the transit bit, the stage named as the next one means nothing.
    const stays = asksBack && first;
    this.#send(socket, header, 0x23, stays ? flags & 0x7f : flags, "AuthMethod=None\0", 0, status);
  }

  #text(socket: Socket, header: Buffer, length: number): void {
    const { announces = [], partBytes, textOpcode = 0x24, hangsUp = false } = this.behaviour;
    if (hangsUp) {
      socket.end();
      return;
    }
    const whole = announces.map((key) => `${key}\0`).join("");
    const size = partBytes ?? Math.max(1, whole.length);
    // The first question names the key, the next ones are empty and go on where the last part ended.
    const offset = length > 0 ? 0 : header.readUInt32BE(20);
    const part = whole.slice(offset, offset + size);
    const last = offset + size >= whole.length;
    this.#send(
      socket,
      header,
      textOpcode,
      last ? 0x80 : 0x40,
      part,
      last ? 0xffffffff : offset + size,
    );
  }

  #send(
    socket: Socket,
    request: Buffer,
    opcode: number,
    flags: number,
    text: string,
    transferTag: number,
    status = 0,
  ): void {
    const header = Buffer.alloc(48);
    header.writeUInt8(opcode, 0);
    header.writeUInt8(flags, 1);
    header.writeUIntBE(text.length, 5, 3);
    request.copy(header, 16, 16, 20);
    header.writeUInt32BE(transferTag, 20);
    header.writeUInt32BE(this.#statusNumber, 24);
    if (opcode === 0x23) header.writeUInt16BE(status, 36);
    if (opcode !== 0x20) this.#statusNumber++;
    const padding = Buffer.alloc((4 - (text.length % 4)) % 4);
    socket.write(Buffer.concat([header, Buffer.from(text), padding]));
  }
}
