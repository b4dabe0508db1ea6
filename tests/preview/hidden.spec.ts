import assert from "node:assert/strict";

import { shown, withoutKeys } from "../../preview/hidden";
import { types } from "./support/steps";

const wrapped = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});

describe("shown", () => {
  it("masks every value of a Secret, whatever the engine thinks of it, and leaves the keys", () => {
    const inputs = {
      type: "Opaque",
      data: { user: "Ym9i" },
      stringData: wrapped({ a: "hunter2" }),
    };
    assert.deepEqual(shown(types.secret, inputs), {
      type: "Opaque",
      data: { user: "[secret]" },
      stringData: "[secret]",
    });
  });

  it("masks what is wrapped at any depth, and the standard input of commands", () => {
    const inputs = { stdin: "hunter2", environment: { A: "b", C: wrapped("hunter2") } };
    const result = shown(types.command, inputs);
    assert.deepEqual(result, { stdin: "[secret]", environment: { A: "b", C: "[secret]" } });
  });

  it("names what is not known yet", () => {
    const inputs = { name: "04da6b54-80e4-46f7-96ec-b56ff0331ba9" };
    assert.deepEqual(shown(types.configMap, inputs), { name: "[unknown]" });
  });

  it("takes a private key out of any text", () => {
    const key = "-----BEGIN OPENSSH PRIVATE KEY-----\nhunter2\n-----END OPENSSH PRIVATE KEY-----";
    const result = JSON.stringify(shown(types.configMap, { data: { file: `a\n${key}\nb` } }));
    assert.doesNotMatch(result, /hunter2/);
    assert.match(result, /BEGIN OPENSSH PRIVATE KEY/);
  });
});

describe("withoutKeys", () => {
  it("takes a key whose end is missing, and the password of an address", () => {
    assert.equal(
      withoutKeys("got -----BEGIN PRIVATE KEY-----\nhunter2"),
      "got -----BEGIN PRIVATE KEY----- [secret]",
    );
    assert.equal(
      withoutKeys("https://bob:hunter2@proxy.example:3128/ and https://nas.example:5001"),
      "https://bob:[secret]@proxy.example:3128/ and https://nas.example:5001",
    );
  });
});
