// What is made of the answers of a Jenkins, by a server that answers like one: there is no Jenkins on this machine.
import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { compareConfiguration } from "../../drift/jenkins/configuration";
import { declaredJenkins, lookAtJenkins } from "../../drift/jenkins/look";
import { comparePlugins, listedPlugins } from "../../drift/jenkins/plugins";

describe("comparePlugins", () => {
  it("finds other versions, missing plugins and additional ones", () => {
    const expected = listedPlugins("git:5.9.0\nmailer:1.0\nkubernetes:4400.v1\n");
    const plugins = [
      { shortName: "git", version: "5.10.1" },
      { shortName: "kubernetes", version: "4400.v1", active: false },
      { shortName: "extra", version: "1.2" },
    ];
    assert.deepEqual(
      comparePlugins(expected, { plugins }).map(({ subject, expected: wanted, found }) => [
        ...[subject, wanted, found],
      ]),
      [
        ["git", "5.9.0", "5.10.1"],
        ["mailer", "1.0", "absent"],
        ["kubernetes", "4400.v1", "4400.v1, not active"],
        ["extra", "absent", "1.2"],
      ],
    );
  });
});

describe("compareConfiguration", () => {
  const declared = (text: string, exported: string) =>
    compareConfiguration({ "jenkins.yaml": text }, exported).map(
      ({ property, expected, found }) => [property, expected, found],
    );

  it("finds what was changed by hand", () => {
    assert.deepEqual(
      declared(
        'jenkins:\n  systemMessage: "mine"\n  numExecutors: 0\n',
        'jenkins:\n  systemMessage: "yours"\n  numExecutors: 0\n  other: true\n',
      ),
      [["jenkins.systemMessage", "mine", "yours"]],
    );
  });

  it("leaves alone what the export leaves out, says otherwise or has encrypted", () => {
    assert.deepEqual(
      declared(
        'a: "default"\nb: "${user}"\nc: "x"\nd: [{n: 1}]\ne: "5"\nf: "^${text}"\n',
        'b: "admin"\nc: "{AQAAABAAAAAQ}"\nd: {n: 1}\ne: 5\nf: "^${text}"\n',
      ),
      [],
    );
  });

  it("counts the entries of a list, and compares those of lists of one length", () => {
    assert.deepEqual(declared("l: [{n: 1}, {n: 2}]", "l: [{n: 1}]"), [
      ["l", "2 entries", "1 entries"],
    ]);
    assert.deepEqual(declared("l: [{n: 1}, {n: 2}]", "l: [{n: 1}, {n: 3}]"), [
      ["l[1].n", "2", "3"],
    ]);
  });

  it("shows no value under a name that speaks of a secret", () => {
    assert.deepEqual(declared("u: {password: right}", "u: {password: wrong}"), [
      ["u.password", "(secret)", "(another one)"],
    ]);
  });
});

describe("declaredJenkins", () => {
  it("finds the plugins and the configuration among the ConfigMaps of the controller", () => {
    const map = (name: string, data: object, namespace = "jenkins") => ({
      ...{ apiVersion: "v1", kind: "ConfigMap", namespace, name, uid: undefined },
      ...{ wanted: { data }, secretPaths: [], manager: "m", partial: false },
    });
    assert.deepEqual(
      declaredJenkins(
        [
          map("jenkins-plugins-1a2b3c4d", { "plugins.txt": "git:5.9.0\n", "plugins.sha256": "" }),
          map("jenkins-configuration", { "jenkins.yaml": "a: 1\n", revision: "r" }),
          map("jenkins-configuration", { "other.yaml": "b: 1\n" }, "elsewhere"),
        ],
        "jenkins",
      ),
      { plugins: { git: "5.9.0" }, configuration: { "jenkins.yaml": "a: 1\n" } },
    );
  });
});

describe("lookAtJenkins", () => {
  const password = "hidden-password";
  let server: Server;
  let url: string;

  before(async () => {
    server = createServer((request, answer) => {
      const login = Buffer.from(`admin:${password}`).toString("base64");
      const path = request.url ?? "";
      const send = (status: number, body: string, headers = {}): void => {
        answer.writeHead(status, headers).end(body);
      };
      if (request.headers.authorization !== `Basic ${login}`) send(401, "");
      else if (path === "/ci/crumbIssuer/api/json")
        send(200, '{"crumb":"c1","crumbRequestField":"Jenkins-Crumb"}', {
          "set-cookie": ["JSESSIONID=s1; Path=/; HttpOnly"],
        });
      else if (path === "/ci/pluginManager/api/json?depth=1")
        send(200, '{"plugins":[{"shortName":"git","version":"5.10.1","active":true}]}');
      else if (path === "/ci/manage/configuration-as-code/export") {
        const { "jenkins-crumb": crumb, cookie } = request.headers;
        const fine = request.method === "POST" && crumb === "c1" && cookie === "JSESSIONID=s1";
        send(fine ? 200 : 403, "jenkins:\n  systemMessage: yours\n");
      } else send(404, "");
    });
    await new Promise<void>((resolve) => server.listen(0, "::1", resolve));
    url = `http://[::1]:${(server.address() as AddressInfo).port}/ci/`;
  });

  after(() => new Promise((resolve) => server.close(resolve)));

  const declared = {
    plugins: { git: "5.9.0" },
    configuration: { "jenkins.yaml": "jenkins:\n  systemMessage: mine\n" },
  };

  it("reads plugins and configuration, below a prefix, with the crumb of its session", async () => {
    const { differences, skipped } = await lookAtJenkins(
      { url, user: "admin", password },
      declared,
    );
    assert.deepEqual(skipped, []);
    assert.deepEqual(
      differences.map(({ part, subject, property, found }) => [part, subject, property, found]),
      [
        ["plugins", "git", "version", "5.10.1"],
        ["configuration", "jenkins.yaml", "jenkins.systemMessage", "yours"],
      ],
    );
  });

  it("says once why it learned nothing, without the password", async () => {
    const closed = "http://[::1]:1/";
    const { differences, skipped } = await lookAtJenkins(
      { url: closed, user: "admin", password },
      declared,
    );
    assert.deepEqual(differences, []);
    assert.equal(skipped.length, 1);
    assert.match(skipped[0] ?? "", /^Jenkins: jenkins\.url: .*\[::1\]:1/);
    const refused = await lookAtJenkins({ url, user: "admin", password: "wrong" }, declared);
    assert.match(refused.skipped.join("\n"), /got status 401/);
    assert.doesNotMatch(JSON.stringify([skipped, refused]), /hidden|wrong/);
  });
});
