import assert from "node:assert/strict";

import { parseEnsureRequest, parseLunReference, parseShowRequest } from "../../nas/request";
import { Failure } from "../../nas/failure";

const valid = {
  nas: { url: "https://[fd00::10]:5001", account: "pulumi", password: "secret-of-nas" },
  lun: { name: "jenkins", volume: "/volume1", sizeBytes: 1024 ** 3 },
  target: {
    name: "jenkins",
    iqn: "iqn.2000-01.com.synology:nas.jenkins",
    chap: { user: "k8s", password: "chap-secret-14" },
  },
  mappingIndex: 1,
};

function problems(request: unknown, parse: (text: string) => unknown = parseEnsureRequest): string {
  try {
    parse(typeof request === "string" ? request : JSON.stringify(request));
  } catch (error) {
    assert.ok(error instanceof Failure && error.kind === "request");
    return error.message;
  }
  throw new Error("expected a failure, got success");
}

describe("parseEnsureRequest", () => {
  it("fills in one session and no description", () => {
    const { lun, target } = parseEnsureRequest(JSON.stringify(valid));
    assert.deepEqual([lun.description, target.maxSessions], ["", 1]);
  });

  for (const url of ["https://[fd00::10]:5001", "https://nas.example/", "https://192.0.2.1:5001"])
    it(`accepts ${url} (A-24)`, () => {
      const request = { ...valid, nas: { ...valid.nas, url } };
      assert.equal(parseEnsureRequest(JSON.stringify(request)).nas.url, url);
    });

  const nas = (change: object): unknown => ({ ...valid, nas: { ...valid.nas, ...change } });
  const lun = (change: object): unknown => ({ ...valid, lun: { ...valid.lun, ...change } });
  const target = (change: object): unknown => ({
    ...valid,
    target: { ...valid.target, ...change },
  });
  const chap = (change: object): unknown => target({ chap: { ...valid.target.chap, ...change } });
  const urlRule = "nas.url: expected https://host:port without path or user, IPv6 in brackets, got";
  const nameRule = "expected 1 to 128 of A-Z a-z 0-9 . : - (DSM refuses others, also _), got";
  const iqnRule = "target.iqn: expected iqn.<yyyy-mm>.<reversed-domain>[:<name>], lower case, got";
  const sizeRule =
    "lun.sizeBytes: expected a multiple of 1 GiB (1073741824 bytes), at least 1 GiB, got";
  const chapRule =
    "target.chap.password: expected 12 to 16 printable ASCII characters, no space, got another value (not shown)";
  const cases: [string, unknown, string][] = [
    ["plain http", nas({ url: "http://[::1]:5000" }), `${urlRule} "http://[::1]:5000"`],
    ["a bare IPv6 address", nas({ url: "fd00::10" }), `${urlRule} "fd00::10"`],
    ["a path in the URL", nas({ url: "https://nas/webapi" }), `${urlRule} "https://nas/webapi"`],
    [
      "a password in the URL",
      nas({ url: "https://a:b@nas" }),
      `${urlRule} another value (not shown)`,
    ],
    [
      "an empty password",
      nas({ password: "" }),
      "nas.password: expected the account's password, got another value (not shown)",
    ],
    [
      "a fingerprint of another kind",
      nas({ certificateFingerprint: "ab" }),
      'nas.certificateFingerprint: expected a SHA-256 fingerprint, 32 hex pairs with colons, got "ab"',
    ],
    [
      "a node uuid that is none",
      nas({ nodeUuid: "x" }),
      'nas.nodeUuid: expected a uuid as `lun show` prints it, got "x"',
    ],
    [
      "an underscore in the LUN name",
      lun({ name: "jenkins_home" }),
      `lun.name: ${nameRule} "jenkins_home"`,
    ],
    [
      "a LUN name DSM would half create",
      lun({ name: "x".repeat(129) }),
      `lun.name: ${nameRule} "${"x".repeat(129)}"`,
    ],
    [
      "a volume that is a folder",
      lun({ volume: "/volume1/luns" }),
      'lun.volume: expected a volume path such as "/volume1", got "/volume1/luns"',
    ],
    ["a size below 1 GiB", lun({ sizeBytes: 1024 ** 3 - 1 }), `${sizeRule} 1073741823`],
    [
      "a size with a fraction of a GiB",
      lun({ sizeBytes: 1.5 * 1024 ** 3 }),
      `${sizeRule} 1610612736`,
    ],
    [
      "a size in text",
      lun({ sizeBytes: "20Gi" }),
      'lun.sizeBytes: expected a value of type number, got "20Gi"',
    ],
    [
      "an upper-case IQN",
      target({ iqn: "iqn.2000-01.com.synology:NAS" }),
      `${iqnRule} "iqn.2000-01.com.synology:NAS"`,
    ],
    [
      "an IQN with an underscore",
      target({ iqn: "iqn.2000-01.com.synology:a_b" }),
      `${iqnRule} "iqn.2000-01.com.synology:a_b"`,
    ],
    [
      "month 13",
      target({ iqn: "iqn.2000-13.com.synology:a" }),
      `${iqnRule} "iqn.2000-13.com.synology:a"`,
    ],
    ["a name for an IQN", target({ iqn: "jenkins" }), `${iqnRule} "jenkins"`],
    [
      "a negative number of sessions",
      target({ maxSessions: -1 }),
      "target.maxSessions: expected a whole number, 0 for any, got -1",
    ],
    ["a short CHAP password", chap({ password: "short" }), chapRule],
    ["a long CHAP password", chap({ password: "x".repeat(17) }), chapRule],
    [
      "mutual CHAP with the same password (A-28)",
      chap({ mutual: { user: "nas", password: valid.target.chap.password } }),
      "target.chap.mutual.password: expected another password than target.chap.password, got another value (not shown)",
    ],
    [
      "mutual CHAP with a short password",
      chap({ mutual: { user: "nas", password: "short" } }),
      "target.chap.mutual.password: expected 12 to 16 printable ASCII characters, no space, got another value (not shown)",
    ],
    [
      "no verification beside a certificate",
      nas({ insecure: true, certificateAuthority: "nas.crt" }),
      "nas.insecure: expected false or no value beside certificateAuthority or certificateFingerprint, which it would make useless, got true",
    ],
    [
      "a device token without its name",
      nas({ deviceToken: "token" }),
      "nas.deviceName: expected the name under which nas.deviceToken was enrolled, got none",
    ],
    [
      "a device name without its token",
      nas({ deviceName: "ci" }),
      "nas.deviceToken: expected the token that was enrolled under nas.deviceName, got none",
    ],
    [
      "an empty device token",
      nas({ deviceToken: "", deviceName: "ci" }),
      "nas.deviceToken: expected a token as `login device` gives it, got another value (not shown)",
    ],
    ["no CHAP (A-28)", target({ chap: undefined }), "target.chap: expected a value, got none"],
    [
      "mapping index 0",
      { ...valid, mappingIndex: 0 },
      "mappingIndex: expected a whole number from 1 to 255, got 0",
    ],
    [
      "an unknown key",
      lun({ sizeByte: 1 }),
      "lun.sizeByte: expected no such key; did you mean sizeBytes?",
    ],
    [
      "an unknown key far from any",
      lun({ thick: true }),
      "lun.thick: expected no such key; known are name, volume, sizeBytes, description",
    ],
    ["an array", [], "request: expected a value of type object, got another value (not shown)"],
    ["no document", "", "request: expected one JSON document on standard input, got nothing"],
    [
      "broken JSON, without quoting it",
      '{"password":"abc',
      "request: expected one JSON document on standard input, got 16 characters that are not JSON",
    ],
  ];
  for (const [name, request, message] of cases)
    it(`refuses ${name}`, () => {
      assert.equal(problems(request), message);
    });

  it("accepts mutual CHAP, a device token, and a certificate beside insecure: false", () => {
    const request = {
      ...(chap({ mutual: { user: "nas", password: "mutual-secret1" } }) as typeof valid),
      nas: {
        ...valid.nas,
        ...{ deviceToken: "token", deviceName: "ci", insecure: false },
        certificateAuthority: "nas.crt",
      },
    };
    assert.deepEqual(parseEnsureRequest(JSON.stringify(request)), {
      ...request,
      lun: { ...request.lun, description: "" },
      target: { ...request.target, maxSessions: 1 },
    });
  });

  it("lists every problem at once, sorted by path", () => {
    assert.deepEqual(
      problems({
        lun: { name: "a b", volume: "/volume1" },
        target: valid.target,
        mappingIndex: 1,
      }).split("\n"),
      [
        'lun.name: expected 1 to 128 of A-Z a-z 0-9 . : - (DSM refuses others, also _), got "a b"',
        "lun.sizeBytes: expected a value, got none",
        "nas: expected a value, got none",
      ],
    );
  });
});

describe("parseShowRequest", () => {
  it("needs the NAS and the name only, and takes a whole request too", () => {
    const { name } = valid.lun;
    assert.equal(
      parseShowRequest(JSON.stringify({ nas: valid.nas, lun: { name } })).lun.name,
      name,
    );
    assert.equal(parseShowRequest(JSON.stringify(valid)).lun.name, name);
  });

  it("refuses a request without a LUN", () => {
    assert.equal(problems({ nas: valid.nas }, parseShowRequest), "lun: expected a value, got none");
  });
});

describe("parseLunReference", () => {
  it("needs the NAS and the names of LUN and target, and takes a whole request too", () => {
    const { nas, lun, target } = valid;
    const least = { nas, lun: { name: lun.name }, target: { name: target.name, iqn: target.iqn } };
    assert.equal(parseLunReference(JSON.stringify(least)).target.iqn, target.iqn);
    assert.equal(parseLunReference(JSON.stringify(valid)).lun.name, lun.name);
  });

  it("refuses a request without a target", () => {
    const { nas, lun } = valid;
    assert.equal(problems({ nas, lun }, parseLunReference), "target: expected a value, got none");
  });
});
