import assert from "node:assert/strict";

import {
  destination,
  ForgeFailure,
  forges,
  openForge,
  postComment,
  pullOf,
} from "../../../preview/forge";
import { marker } from "../../../preview/forge/body";
import { ourselves, StandIn, token } from "./stand-in";

for (const name of forges) {
  describe(`postComment on ${name} (P-04)`, () => {
    let standIn: StandIn;
    let waited: number[];

    beforeEach(async () => {
      standIn = await new StandIn(name).listen();
      waited = [];
    });

    afterEach(() => standIn.close());

    function opened(secret = token, more: { author?: string; patienceSeconds?: number } = {}) {
      const { access } = destination(
        { forge: name, api: standIn.api, repository: "acme/jenkins", tokenVariable: "TOKEN" },
        { TOKEN: secret },
      );
      return openForge(name, { ...access, ...more });
    }

    function post(report: string, forge = opened()) {
      return postComment(forge, { stack: "prod", pull: 7, report }, (seconds) => {
        waited.push(seconds);
        return Promise.resolve();
      });
    }

    const posted = () => standIn.comments.filter(({ author }) => author === ourselves);
    const refusal = (error: unknown) => {
      assert.ok(error instanceof ForgeFailure, String(error));
      assert.doesNotMatch(error.message, new RegExp(token));
      return error.message;
    };

    it("creates the comment, and updates it from then on", async () => {
      assert.equal(await post("**safe**"), "created");
      assert.equal(await post("**refused**"), "updated");
      assert.equal(await post("**refused**"), "unchanged");
      assert.deepEqual(
        posted().map(({ body }) => body),
        [`${marker("prod")}\n**refused**\n`],
      );
    });

    it("finds its comment behind any number of others", async () => {
      for (let index = 0; index < 4; index++) standIn.add("somebody", `comment ${index}`);
      standIn.add(ourselves, `${marker("prod")}\nold\n`);
      for (let index = 0; index < 4; index++) standIn.add("somebody", `comment ${index}`);
      assert.equal(await post("new"), "updated");
      assert.equal(posted().length, 1);
    });

    it("has one comment for each stack", async () => {
      standIn.add(ourselves, `${marker("staging")}\nother\n`);
      assert.equal(await post("own"), "created");
      assert.equal(standIn.comments[0]?.body, `${marker("staging")}\nother\n`);
    });

    it("takes no comment of another author for its own", async () => {
      standIn.add("mallory", `${marker("prod")}\n**safe**\n`);
      assert.equal(await post("**refused**"), "created");
      assert.equal(standIn.comments[0]?.body, `${marker("prod")}\n**safe**\n`);
    });

    it("cuts what the forge would not take, and keeps the summary", async () => {
      const { limit } = opened();
      const report = `**safe**\n${"a line of the diff\n".repeat(limit / 10)}`;
      await post(report);
      const [comment] = posted();
      assert.ok(comment);
      assert.ok(comment.body.length <= limit, String(comment.body.length));
      assert.match(comment.body, /^<!-- .+ -->\n\*\*safe\*\*\n/);
      assert.match(comment.body, /\d+ characters are cut here/);
    });

    it("says which token a 401 is about", async () => {
      await assert.rejects(post("text", opened("wrong")), (error) => {
        assert.match(refusal(error), /^TOKEN: expected a token that the forge knows/);
        return true;
      });
      assert.deepEqual(waited, []);
    });

    it("says which permission a 403 lacks", async () => {
      standIn.faults.push({ status: 403, method: "POST" });
      const needed = {
        github: /it needs `pull-requests: write`/,
        gitea: /it needs the scope `write:issue`/,
        gitlab: /it needs the scope `api` and the role Reporter/,
      };
      await assert.rejects(post("text"), (error) => {
        assert.match(refusal(error), needed[name]);
        return true;
      });
    });

    it("says what a 404 may be about", async () => {
      const options = { stack: "prod", pull: 8, report: "text" };
      await assert.rejects(
        postComment(opened(), options, () => Promise.resolve()),
        (error) => {
          assert.match(refusal(error), /expected the pull request, got 404; check repository/);
          return true;
        },
      );
    });

    it("tries again what may pass, and never posts twice", async () => {
      standIn.faults.push(
        { status: 502, method: "GET" },
        { status: 500, method: "POST", after: true },
      );
      assert.equal(await post("text"), "unchanged");
      assert.equal(posted().length, 1);
      assert.deepEqual(waited, [1, 3]);
    });

    it("waits as long as a busy forge asks", async () => {
      standIn.faults.push({ status: 429, headers: { "retry-after": "17" } });
      assert.equal(await post("text"), "created");
      assert.deepEqual(waited, [17]);
    });

    it("does not wait for a forge that asks for hours", async () => {
      standIn.faults.push({ status: 429, headers: { "retry-after": "3600" } });
      await assert.rejects(post("text"), /expected an answer, got 429; run it again later/);
      assert.deepEqual(waited, []);
    });

    it("gives up on a forge that stays away", async () => {
      standIn.faults.push(...Array.from({ length: 4 }, () => ({ status: 503 })));
      await assert.rejects(post("text"), (error) => {
        assert.match(refusal(error), /expected an answer, got 503; run it again later/);
        return true;
      });
      assert.deepEqual(waited, [1, 3, 9]);
    });

    it("survives a connection that breaks after the comment was made", async () => {
      standIn.faults.push({ cut: true, after: true, method: "POST" });
      assert.equal(await post("text"), "unchanged");
      assert.equal(posted().length, 1);
    });

    it("does not take its token to where an answer points", async () => {
      const other = await new StandIn(name).listen();
      try {
        standIn.faults.push({ status: 307, headers: { location: `${other.api}/elsewhere` } });
        await assert.rejects(post("text"), (error) => {
          assert.match(refusal(error), /got 307 to another address/);
          return true;
        });
        assert.deepEqual(other.requests, []);
      } finally {
        await other.close();
      }
    });

    it("refuses an address that answers no JSON", async () => {
      const forge = opened();
      standIn.faults.push({ status: 204 });
      await assert.rejects(post("text", forge), (error) => {
        refusal(error);
        return true;
      });
    });

    it("believes a name that it is told", async () => {
      standIn.mayAskWho = false;
      standIn.add("app[bot]", `${marker("prod")}\nold\n`);
      assert.equal(await post("new", opened(token, { author: "app[bot]" })), "updated");
    });
  });
}

describe("a token of a run (P-04)", () => {
  for (const [name, runner] of [
    ["github", "github-actions[bot]"],
    ["gitea", "gitea-actions"],
    ["gitea", "forgejo-actions"],
  ] as const)
    it(`is known as ${runner} where it may not ask who it is`, async () => {
      const standIn = await new StandIn(name).listen();
      try {
        standIn.mayAskWho = false;
        standIn.add(runner, `${marker("prod")}\nold\n`);
        const asked = { forge: name, api: standIn.api, repository: "acme/jenkins" };
        const { access } = destination(asked, { GITHUB_TOKEN: token });
        const posting = { stack: "prod", pull: 7, report: "new" };
        const wait = () => Promise.resolve();
        assert.equal(await postComment(openForge(name, access), posting, wait), "updated");
      } finally {
        await standIn.close();
      }
    });
});

describe("pullOf (P-04)", () => {
  const wait = () => Promise.resolve();
  let standIn: StandIn;

  before(async () => {
    standIn = await new StandIn("github").listen();
    standIn.pulls = [
      { number: 7, head: { sha: "aaa" } },
      { number: 8, head: { sha: "bbb" } },
    ];
  });

  after(() => standIn.close());

  function forge() {
    const asked = { forge: "github", api: standIn.api, repository: "acme/jenkins" } as const;
    return openForge("github", destination(asked, { GITHUB_TOKEN: token }).access);
  }

  it("finds the pull request of a fork by its branch and its commit", async () => {
    assert.equal(await pullOf(forge(), "mallory:a&b", "bbb", wait), 8);
    assert.match(standIn.requests.at(-1)?.path ?? "", /\?state=open&head=mallory%3Aa%26b$/);
  });

  it("comments on none whose branch has moved on", async () => {
    await assert.rejects(
      pullOf(forge(), "mallory:fix", "ccc", wait),
      /expected an open pull request from "mallory:fix" at "ccc", got none/,
    );
  });

  it("has no such way on GitLab", async () => {
    const access = { api: "https://gitlab.example", repository: "1", token, tokenName: "TOKEN" };
    await assert.rejects(pullOf(openForge("gitlab", access), "a:b", "c", wait), /use --pull/);
  });
});
