import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { expected, parsed, readable, refuse } from "../../../components/internal/arguments";
import { parseName } from "../../../components/internal/kubernetes-name";

describe("refuse", () => {
  it("lists every finding, sorted, in one error without a stack", () => {
    assert.throws(
      () => {
        refuse("IscsiVolume", "home", ["size: expected b", undefined, "claimName: expected a"]);
      },
      (error) => {
        assert.ok(pulumi.RunError.isInstance(error));
        assert.equal(
          error.message,
          'invalid arguments for IscsiVolume "home"\nclaimName: expected a\nsize: expected b',
        );
        return true;
      },
    );
  });

  it("lets arguments without findings pass", () => {
    refuse("IscsiVolume", "home", [undefined, undefined]);
  });
});

describe("readable", () => {
  it("names the path, what was expected, what was found and the fix", () => {
    assert.equal(
      readable("namespace", parseName, "Jobs"),
      'namespace: expected a name of lower-case letters, digits and - (RFC 1123), got "Jobs"; did you mean "jobs"?',
    );
  });

  it("finds nothing wrong with a text that is understood", () => {
    assert.equal(readable("namespace", parseName, "jobs"), undefined);
  });
});

describe("expected", () => {
  it("quotes the value and appends the fix", () => {
    assert.equal(expected(true, "cap", "a number", 1), undefined);
    assert.equal(expected(false, "cap", "a number", "x"), 'cap: expected a number, got "x"');
    assert.equal(
      expected(false, "cap", "a number", undefined, "set one"),
      "cap: expected a number, got nothing; set one",
    );
  });
});

describe("parsed", () => {
  it("gives the value of a text that was checked", () => {
    assert.equal(parsed(parseName, "jobs"), "jobs");
  });

  it("calls a text that was not checked a bug, with a stack", () => {
    assert.throws(() => parsed(parseName, "Jobs"), {
      name: "Error",
      message: /^unchecked argument: /,
    });
  });
});
