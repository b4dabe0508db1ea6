import assert from "node:assert/strict";

import { destination } from "../../../preview/forge";

describe("destination (P-04)", () => {
  const actions = {
    GITHUB_ACTIONS: "true",
    GITHUB_API_URL: "https://api.github.com",
    GITHUB_REPOSITORY: "acme/jenkins",
    GITHUB_REF: "refs/pull/7/merge",
    GITHUB_TOKEN: "token",
  };

  function told(variables: Readonly<Record<string, string>>) {
    const { forge, access, pull } = destination({}, variables);
    const { api, repository, tokenName } = access;
    return [forge, api, repository, pull, tokenName];
  }

  it("knows GitHub Actions", () => {
    const expected = ["github", "https://api.github.com", "acme/jenkins", 7, "GITHUB_TOKEN"];
    assert.deepEqual(told(actions), expected);
  });

  it("knows Gitea and Forgejo, which set GitHub's variables as well", () => {
    const api = "https://git.example/api/v1";
    const here = { ...actions, GITEA_ACTIONS: "true", GITHUB_API_URL: api };
    assert.deepEqual(told(here), ["gitea", api, "acme/jenkins", 7, "GITHUB_TOKEN"]);
    assert.equal(told({ ...here, GITEA_TOKEN: "own" })[4], "GITEA_TOKEN");
  });

  it("knows GitLab CI, and comments on the project that is merged into", () => {
    const variables = {
      GITLAB_CI: "true",
      CI_API_V4_URL: "https://git.example/api/v4",
      CI_PROJECT_ID: "1",
      CI_MERGE_REQUEST_PROJECT_ID: "2",
      CI_MERGE_REQUEST_IID: "7",
      GITLAB_TOKEN: "token",
    };
    const expected = ["gitlab", "https://git.example/api/v4", "2", 7, "GITLAB_TOKEN"];
    assert.deepEqual(told(variables), expected);
  });

  it("reads the address of a change that Jenkins builds", () => {
    const tokens = { GITHUB_TOKEN: "a", GITEA_TOKEN: "b", GITLAB_TOKEN: "c" };
    const from = (CHANGE_URL: string) => told({ CHANGE_URL, ...tokens }).slice(0, 4);
    assert.deepEqual(from("https://github.com/acme/jenkins/pull/7"), [
      ...["github", "https://api.github.com", "acme/jenkins", 7],
    ]);
    assert.deepEqual(from("https://ghe.example/acme/jenkins/pull/7"), [
      ...["github", "https://ghe.example/api/v3", "acme/jenkins", 7],
    ]);
    assert.deepEqual(from("https://git.example/gitea/acme/jenkins/pulls/7"), [
      ...["gitea", "https://git.example/gitea/api/v1", "acme/jenkins", 7],
    ]);
    assert.deepEqual(from("https://git.example/a/b/jenkins/-/merge_requests/7"), [
      ...["gitlab", "https://git.example/api/v4", "a/b/jenkins", 7],
    ]);
  });

  it("prefers what is asked for", () => {
    const asked = { api: "https://ghe.example/api/v3/", repository: "other/one", pull: 9 };
    const { access, pull } = destination(asked, actions);
    assert.deepEqual(
      [access.api, access.repository, pull],
      [...["https://ghe.example/api/v3", "other/one", 9]],
    );
  });

  it("sends the token of one forge to no other", () => {
    assert.throws(() => destination({ forge: "gitea" }, actions), {
      message: [
        "--api: expected the address of the forge's API, got nothing",
        "--repository: expected <owner>/<name>, got nothing",
      ].join("\n"),
    });
  });

  it("says everything that is missing at once, and which variable the token belongs in", () => {
    assert.throws(() => destination({ forge: "gitlab" }, { GITHUB_TOKEN: "t" }), {
      message: [
        "GITLAB_TOKEN: expected a token in this variable, got nothing; pass it from the CI's secrets",
        "--repository: expected <owner>/<name>, got nothing",
      ].join("\n"),
    });
    assert.throws(() => destination({}, {}), {
      message: "--forge: expected one of github, gitea, gitlab, got nothing; name it",
    });
  });

  it("sends no token in clear over a network", () => {
    const asked = { forge: "gitea", repository: "acme/jenkins" } as const;
    const to = (api: string) => () => destination({ ...asked, api }, { GITEA_TOKEN: "token" });
    assert.throws(to("http://git.example/api/v1"), {
      message:
        '--api: expected an address that starts with https://, got "http://git.example/api/v1"',
    });
    assert.throws(to("git.example"), /expected an address that starts with https/);
    assert.doesNotThrow(to("http://[::1]:3000/api/v1"));
  });

  it("is on no pull request where the run is for a branch", () => {
    const { pull } = destination({}, { ...actions, GITHUB_REF: "refs/heads/main" });
    assert.equal(pull, undefined);
  });
});
