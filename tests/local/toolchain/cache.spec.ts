import assert from "node:assert/strict";
import { userInfo } from "node:os";

import { cacheFolder } from "../../../local/toolchain/cache";

// https://specifications.freedesktop.org/basedir-spec/latest/: a relative path is invalid and to be ignored.
describe("cacheFolder", () => {
  const { homedir } = userInfo();
  for (const [environment, base] of [
    [{ XDG_CACHE_HOME: "/var/cache/me", HOME: "/home/me" }, "/var/cache/me"],
    [{ XDG_CACHE_HOME: "cache", HOME: "/home/me" }, "/home/me/.cache"],
    [{ XDG_CACHE_HOME: "", HOME: "/home/me" }, "/home/me/.cache"],
    [{ HOME: "/home/me" }, "/home/me/.cache"],
    [{ HOME: "" }, `${homedir}/.cache`],
    [{ HOME: "me" }, `${homedir}/.cache`],
    [{}, `${homedir}/.cache`],
  ] as const)
    it(`is below ${base === `${homedir}/.cache` ? "the user's home" : base} for ${JSON.stringify(environment)}`, () => {
      assert.equal(cacheFolder(environment), `${base}/jenkins-stack/tools`);
    });
});
