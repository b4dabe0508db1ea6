// Snapshots of storage that is no NAS, with real requests and real processes.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { CommandTarget } from "../../upgrade/targets/command";
import { HttpTarget, type SnapshotHttp } from "../../upgrade/targets/http";

const token = "the-upgrade-token";
const words = { name: "upgrade-1-to-2-00000000", description: 'from "1" to 2' };
const retention = { count: 3, days: 30 };

describe("HttpTarget (A-32)", () => {
  let server: Server;
  let port: number;
  let lines: string[];
  let requests: { call: string; token: unknown; body: string }[];
  /** Answers in their order; the last one for good. */
  let answers: (readonly [status: number, body?: string])[];
  beforeEach(async () => {
    [lines, requests, answers] = [[], [], [[201]]];
    server = createServer((request, response) => {
      void text(request).then((body) => {
        const call = `${request.method ?? ""} ${request.url ?? ""}`;
        requests.push({ call, token: request.headers["x-token"], body });
        const [status, content] = (answers.length > 1 ? answers.shift() : answers[0]) ?? [500];
        response.writeHead(status).end(content);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterEach(() => {
    server.close();
  });

  const take = (changes: Partial<SnapshotHttp> = {}, ended?: AbortSignal) =>
    new HttpTarget(
      {
        url: `${origin()}/volumes/jenkins?action=snapshotCreate`,
        ...{ method: "POST", body: '{"name":"{name}","why":"{description}"}' },
        ...{ headers: {}, secretHeader: "X-Token", token },
        ...{ statuses: [201], existsStatuses: [409], timeoutSeconds: 1 },
        ...changes,
      },
      (line) => {
        lines.push(line);
      },
      5,
    ).take(words, retention, ended);
  const origin = () => `http://127.0.0.1:${port}`;

  it("sends one request with the name, and the token in its header alone", async () => {
    await take();
    assert.deepEqual(requests, [
      {
        call: "POST /volumes/jenkins?action=snapshotCreate",
        token,
        body: '{"name":"upgrade-1-to-2-00000000","why":"from \\"1\\" to 2"}',
      },
    ]);
    assert.deepEqual(lines, ["took snapshot upgrade-1-to-2-00000000 over HTTP"]);
  });

  it("is content with a snapshot that is there already (P-07)", async () => {
    answers = [[409]];
    await take();
    assert.deepEqual(lines, ["snapshot upgrade-1-to-2-00000000 is there from an earlier run"]);
  });

  it("waits for one that is not complete", async () => {
    answers = [[201], [404], [200, '{"readyToUse":false}'], [200, '{"readyToUse":true}']];
    await take({ poll: { url: `${origin()}/snapshots/{name}`, contains: '"readyToUse":true' } });
    assert.equal(requests.length, 4);
    assert.equal(requests[1]?.call, "GET /snapshots/upgrade-1-to-2-00000000");
  });

  it("fails when it never becomes so, in words without the token", async () => {
    const poll = { url: `${origin()}/snapshots?key={name}`, contains: '"ready"' };
    await assert.rejects(take({ poll, timeoutSeconds: 0.3 }), {
      message: `upgrades.snapshot.http.poll: expected "\\"ready\\"" in the answer of ${origin()}/snapshots within 0.3 s, got status 201 without it`,
    });
  });

  it("ends at once when it is asked to, also between two looks", async () => {
    const ended = new AbortController();
    answers = [[201], [404]];
    const poll = { url: `${origin()}/snapshots/{name}`, contains: "ready" };
    const done = take({ poll, timeoutSeconds: 60 }, ended.signal);
    ended.abort(new Error("ended by SIGINT"));
    await assert.rejects(done, /^Error: ended by SIGINT$/);
  });

  it("fails for any other status, and for no answer at all", async () => {
    answers = [[500, token]];
    await assert.rejects(take(), {
      message: `upgrades.snapshot.http: expected status 201 of POST ${origin()}/volumes/jenkins, got 500`,
    });
    await new Promise((resolve) => server.close(resolve));
    await assert.rejects(take(), /got ECONNREFUSED$/);
  });
});

describe("CommandTarget (A-32)", () => {
  let folder: string;
  let lines: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "snapshot-command-"));
    lines = [];
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const take = (script: string, timeoutSeconds = 10, ended?: AbortSignal) => {
    const file = join(folder, "take.sh");
    writeFileSync(file, script);
    return new CommandTarget({ argv: ["sh", file, "a b"], timeoutSeconds, token }, (line) => {
      lines.push(line);
    }).take(words, retention, ended);
  };

  it("is told everything by its environment, and the token on standard input", async () => {
    const file = join(folder, "told");
    await take(
      `{ cat; echo; env | grep ^SNAPSHOT_ | sort; echo "$1"; tr '\\0' ' ' < /proc/$$/cmdline; } > ${file}`,
    );
    const told = readFileSync(file, "utf8").split("\n");
    assert.deepEqual(told.slice(0, 6), [
      token,
      'SNAPSHOT_DESCRIPTION=from "1" to 2',
      "SNAPSHOT_KEEP_COUNT=3",
      "SNAPSHOT_KEEP_DAYS=30",
      "SNAPSHOT_NAME=upgrade-1-to-2-00000000",
      "a b",
    ]);
    assert.doesNotMatch(told[6] ?? "", new RegExp(token));
  });

  it("fails with the last words of a command that fails, without the token", async () => {
    await assert.rejects(take("read token || true; echo no room for $token >&2; exit 3"), {
      message:
        'upgrades.snapshot.command: expected "sh" to take snapshot upgrade-1-to-2-00000000, got exit status 3\nno room for [secret]',
    });
  });

  it("ends one that takes too long, and what it started", async () => {
    const begin = performance.now();
    await assert.rejects(take("sleep 30 & sleep 30", 0.1), /got no end within 0\.1 s/);
    assert.ok(performance.now() - begin < 10_000);
  });

  it("ends one at once when it is asked to", async () => {
    const ended = new AbortController();
    const done = take("sleep 30", 60, ended.signal);
    ended.abort(new Error("ended by SIGINT"));
    await assert.rejects(done, /^Error: ended by SIGINT$/);
  });

  it("fails for a program that is not there", async () => {
    const command = { argv: ["no-such-program"], timeoutSeconds: 1 };
    const target = new CommandTarget(command, () => undefined);
    await assert.rejects(target.take(words, retention), /got ENOENT$/);
  });
});
