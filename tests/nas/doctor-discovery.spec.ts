// The discovery client against tgtd, a real target, and against portals that answer as tgtd never does. It does not prove
// what a real DSM announces.
import assert from "node:assert/strict";

import { Failure } from "../../nas/failure";
import { isLinkLocal, parsePortal, parsePrefix, portalText } from "../../nas/iscsi/address";
import { discoverTargets } from "../../nas/iscsi/discovery";
import { decodeKeys, decodePdu, encodePdu } from "../../nas/iscsi/pdu";
import { TestNas } from "../local/nas-simulator/support/nas";
import { FakePortal, type Behaviour } from "./doctor-fake-portal";
import { failureOf } from "./story";

const iqn = "iqn.2000-01.com.synology:nas.jenkins";
const patience = 1500;

describe("discoverTargets", () => {
  describe("with tgtd", () => {
    const nas = new TestNas();
    before(async () => {
      await nas.start();
      await nas.login();
      await nas.offerLun("jenkins");
      await nas.offerLun("gentoo");
    });
    after(() => nas.stop());

    it("finds every target with the portal it was asked at, without CHAP (A-23, A-24)", async () => {
      const portal = { address: "::1", port: nas.iscsiPort };
      assert.deepEqual(
        (await discoverTargets(portal, patience)).toSorted((a, b) => a.iqn.localeCompare(b.iqn)),
        [
          { iqn: "iqn.2000-01.com.synology:nas.gentoo", portals: [portal] },
          { iqn, portals: [portal] },
        ],
      );
    });

    it("leaves no session behind", async () => {
      const portal = { address: "::1", port: nas.iscsiPort };
      for (let run = 0; run < 3; run++) await discoverTargets(portal, patience);
      const { data } = await nas.target("list", { additional: ["connected_sessions"] });
      const { targets } = data as { targets: { connected_sessions: object[] }[] };
      assert.deepEqual(
        targets.map(({ connected_sessions }) => connected_sessions),
        [[], []],
      );
    });
  });

  describe("with a scripted portal", () => {
    let portal: FakePortal | undefined;
    const discover = async (behaviour: Behaviour, milliseconds = patience) => {
      portal = await FakePortal.start(behaviour);
      return await discoverTargets({ address: "::1", port: portal.port }, milliseconds);
    };
    const failure = async (behaviour: Behaviour, milliseconds = patience) => {
      const { kind, message } = await failureOf(discover(behaviour, milliseconds));
      return { kind, message: message.replace(portal?.text ?? "", "PORTAL") };
    };
    afterEach(async () => {
      await portal?.stop();
      portal = undefined;
    });

    const announces = [
      `TargetName=${iqn}`,
      "TargetAddress=[FD5C:01a8:7e2b:0030:0:0:0:10]:3260,1",
      "TargetAddress=[fe80::211:32ff:fe12:3456]:3260,1",
      "TargetAddress=192.168.1.10:3260,1",
      "TargetAddress=nas.example,1",
      "TargetName=iqn.2000-01.com.synology:nas.gentoo",
    ];
    const found = [
      {
        iqn,
        portals: [
          { address: "fd5c:1a8:7e2b:30::10", port: 3260 },
          { address: "fe80::211:32ff:fe12:3456", port: 3260 },
          { address: "192.168.1.10", port: 3260 },
          { address: "nas.example", port: 3260 },
        ],
      },
      { iqn: "iqn.2000-01.com.synology:nas.gentoo", portals: [] },
    ];

    it("reads every address, in canonical spelling", async () => {
      assert.deepEqual(await discover({ announces }), found);
    });

    it("puts an answer of several parts together", async () => {
      assert.deepEqual(await discover({ announces, partBytes: 37 }), found);
      const texts = portal!.asked.filter(({ opcode }) => opcode === 0x04);
      assert.ok(texts.length > 5);
      assert.deepEqual([...new Set(texts.map(({ taskTag }) => taskTag))], [1], "one task");
      assert.deepEqual(
        texts.slice(0, 3).map(({ transferTag, keys }) => [transferTag, keys]),
        [
          [0xffffffff, ["SendTargets=All"]],
          [37, []],
          [74, []],
        ],
      );
    });

    it("goes through both stages of a discovery login, and counts the answers", async () => {
      await discover({ announces: [], nops: true, asksBack: true });
      const logins = portal!.asked.filter(({ opcode }) => opcode === 0x03);
      assert.deepEqual(
        logins.map(({ flags }) => flags),
        [0x81, 0x81, 0x87],
      );
      assert.ok(logins[0]!.keys.includes("SessionType=Discovery"));
      assert.ok(logins[0]!.keys.includes("AuthMethod=None"));
      assert.deepEqual(
        portal!.asked.slice(0, 4).map(({ expectedStatus }) => expectedStatus),
        [0, 42, 43, 44],
      );
    });

    for (const [name, behaviour, kind, message] of [
      [
        "a demand for CHAP",
        { status: 0x0201 },
        "failed",
        "nas.portal: expected a discovery session at PORTAL, got a demand for CHAP (status 0x0201); " +
          "discovery without CHAP must stay open: nodes discover without it",
      ],
      [
        "a redirection",
        { status: 0x0101 },
        "failed",
        "nas.portal: expected a discovery session at PORTAL, got a redirection to another address (status 0x0101); " +
          "name the address itself, nas.portal takes no proxy",
      ],
      [
        "a refusal",
        { status: 0x0301 },
        "failed",
        "nas.portal: expected a discovery session at PORTAL, got a refusal (status 0x0301); " +
          "SAN Manager > iSCSI shows the state of its targets",
      ],
      [
        "a rejection",
        { textOpcode: 0x3f },
        "unreachable",
        "nas.portal: expected an iSCSI target at PORTAL, got a rejection of the request instead of a text response; " +
          "check that this is the NAS's iSCSI port",
      ],
      [
        "a web server",
        { banner: "HTTP/1.1 400 Bad Request\r\nServer: nginx\r\nConnection: close\r\n\r\n" },
        "unreachable",
        "nas.portal: expected an iSCSI target at PORTAL, got bytes that are no iSCSI; " +
          "check that this is the NAS's iSCSI port",
      ],
      [
        "a hang-up",
        { hangsUp: true },
        "unreachable",
        "nas.portal: expected an answer from PORTAL, got a closed connection; " +
          "check the address, the storage network and the NAS's firewall (tcp/3260)",
      ],
    ] as const)
      it(`tells ${name}`, async () => {
        assert.deepEqual(await failure(behaviour), { kind, message });
      });

    it("does not wait for ever", async () => {
      assert.deepEqual(await failure({ silent: true }, 50), {
        kind: "unreachable",
        message:
          "nas.portal: expected an answer from PORTAL, got no answer in time; " +
          "check the address, the storage network and the NAS's firewall (tcp/3260)",
      });
    });
  });

  it("tells that nobody listens", async () => {
    const gone = await FakePortal.start({});
    const { port } = gone;
    await gone.stop();
    await assert.rejects(discoverTargets({ address: "::1", port }, patience), (error) => {
      assert.ok(error instanceof Failure);
      assert.match(
        error.message,
        /^nas\.portal: expected an answer from \[::1\]:\d+, got ECONNREFUSED;/,
      );
      return true;
    });
  });
});

describe("decodePdu", () => {
  it("waits for the whole unit, and leaves what follows", () => {
    const unit = encodePdu(0x24, 0x80, { 16: 7 }, Buffer.from("A=1\0B=x=y\0"));
    for (let length = 0; length < unit.length; length++)
      assert.equal(decodePdu(unit.subarray(0, length)), undefined);
    const decoded = decodePdu(Buffer.concat([unit, Buffer.from("next")]));
    assert.deepEqual(decodeKeys(decoded!.pdu.content), [
      ["A", "1"],
      ["B", "x=y"],
    ]);
    assert.equal(decoded!.pdu.header.readUInt32BE(16), 7);
    assert.equal(decoded!.rest.toString(), "next");
    assert.equal(unit.length % 4, 0);
  });
});

describe("parsePortal", () => {
  for (const [text, expected] of [
    ["[fd00::10]:3260", "[fd00::10]:3260"],
    ["[FD00:0::0010]:3261,1", "[fd00::10]:3261"],
    ["[fd00::10]", "[fd00::10]:3260"],
    ["192.168.1.10:3260,257", "192.168.1.10:3260"],
    ["NAS.example:3260", "nas.example:3260"],
    ["fd00::10", undefined],
    ["[nas]:3260", undefined],
    ["[fd00::10]:70000", undefined],
    ["[fd00::10]:0", undefined],
    ["", undefined],
  ] as const)
    it(`reads ${JSON.stringify(text)} as ${String(expected)}`, () => {
      const portal = parsePortal(text);
      assert.equal(portal && portalText(portal), expected);
    });
});

describe("parsePrefix", () => {
  const on = (prefix: string, address: string) => parsePrefix(prefix)?.({ address, port: 3260 });

  it("tells the addresses of a network from others", () => {
    assert.equal(on("fd5c:1a8:7e2b:30::21/64", "fd5c:1a8:7e2b:30::10"), true);
    assert.equal(on("fd5c:1a8:7e2b:30::/64", "fd5c:1a8:7e2b:31::10"), false);
    assert.equal(on("fd5c:1a8:7e2b:30::/64", "192.168.1.10"), false);
    assert.equal(on("fd5c:1a8:7e2b:30::/64", "nas.example"), false);
    assert.equal(on("fd5c:1a8:7e2b:30::", "fd5c:1a8:7e2b:30::10"), undefined);
  });

  it("knows link-local addresses", () => {
    assert.deepEqual(
      ["fe80::1", "fd00::1", "169.254.1.1", "nas"].map((address) =>
        isLinkLocal({ address, port: 3260 }),
      ),
      [true, false, true, false],
    );
  });
});
