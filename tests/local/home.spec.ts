import assert from "node:assert/strict";
import { userInfo } from "node:os";
import { join } from "node:path";

import { homeFolder } from "../../local/home";

describe("homeFolder", () => {
  it("is HOME", () => {
    assert.equal(homeFolder({ HOME: "/home/somebody" }), "/home/somebody");
  });

  for (const environment of [{}, { HOME: "" }, { HOME: "." }])
    it(`comes from the user database for ${JSON.stringify(environment)}`, () => {
      const ambient = process.env["HOME"];
      process.env["HOME"] = join("/", "not", "asked");
      try {
        assert.equal(homeFolder(environment), userInfo().homedir);
      } finally {
        if (ambient === undefined) delete process.env["HOME"];
        else process.env["HOME"] = ambient;
      }
    });
});
