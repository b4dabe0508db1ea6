import assert from "node:assert/strict";

import { changed, reading } from "./good-settings";

const image = "docker.io/library/alpine:3.22.1";

describe("readSections, given the YAML of an agent", () => {
  it("takes what has no field, variables from Secrets included (B-22)", () => {
    const yaml = [
      "metadata: {annotations: {a: b}}",
      "spec:",
      "  hostname: b",
      "  dnsPolicy: None",
      "  containers:",
      "  - name: jnlp",
      "    lifecycle: {}",
      "  - name: side",
      "    image: x",
      "    env:",
      "    - {name: DB_TOKEN, valueFrom: {secretKeyRef: {name: a, key: b}}}",
      "    - {name: MODE, value: fast}",
    ].join("\n");
    const changes = { "agents.templates.base": { labels: ["base"], yaml } };
    assert.deepEqual(reading(changed(changes)).problems, []);
  });

  it("takes one that stands alone where pods take no defaults", () => {
    const changes = {
      "agents.cloud.defaultsTemplate": "none",
      "agents.templates.base": { labels: ["base"], yamlMergeStrategy: "override" },
    };
    assert.deepEqual(reading(changed(changes)).problems, []);
  });

  it("takes one for an inherited container beside inherited volumes", () => {
    const changes = {
      "agents.templates.cache": {
        labels: ["cache"],
        containers: { tools: { image } },
        volumes: { "/cache": { emptyDir: {} } },
      },
      "agents.templates.base": {
        labels: ["base"],
        inheritFrom: "cache",
        yaml: "spec: {containers: [{name: tools, stdin: true}]}",
      },
    };
    assert.deepEqual(reading(changed(changes)).problems, []);
  });
});
