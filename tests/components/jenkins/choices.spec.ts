import assert from "node:assert/strict";

import { configurationChoices, featuresOf } from "../../../components/jenkins/choices";
import type { WebhookReceiver } from "../../../components/jenkins/exposure/settings";
import { pluginSet } from "../../../components/jenkins/plugins/plugin-set";
import { controllerArgs as args } from "../../support/controller";

describe("featuresOf", () => {
  it("is nothing for a controller that uses nothing (D-02)", () => {
    assert.deepEqual(featuresOf(args), []);
  });

  it("names what declared folders, credentials and monitoring need, each once (D-02)", () => {
    const multibranch = {
      app: {
        gitHub: {
          owner: "example",
          repository: "app",
          pullRequests: true,
          forks: { trust: "none" },
        },
        script: "Jenkinsfile",
        scanInterval: "1h",
        orphans: { days: 7, branches: 20 },
      },
    } as const;
    const features = featuresOf({
      configuration: { ...args.configuration, multibranch },
      credentials: { app: { type: "gitHubApp", appID: "1", global: true } },
      exposure: args.exposure,
      monitoring: { ...args.monitoring, enabled: true },
    });
    assert.deepEqual(features.sort(), ["gitHub", "jobs", "metrics"]);
  });

  it("names what a GitHub App takes even where no job uses it", () => {
    const credentials = { app: { type: "gitHubApp", appID: "1", global: true } } as const;
    assert.deepEqual(featuresOf({ ...args, credentials }), ["gitHub"]);
  });

  it("names what answers to the webhooks that are let in, of the lock's plugins (E-15)", () => {
    const features = (...receivers: readonly WebhookReceiver[]) =>
      featuresOf({
        ...args,
        exposure: { ...args.exposure, webhooks: { host: "hooks.example", receivers } },
      });
    assert.deepEqual(features("github", "git-notify-commit"), ["gitHub"]);
    assert.deepEqual(features("git-notify-commit"), []);
    assert.ok(pluginSet({ features: features("github") }).some(({ id }) => id === "github"));
    assert.ok(pluginSet({ features: [] }).some(({ id }) => id === "git"));
  });
});

describe("configurationChoices", () => {
  it("knows the installed plugins, those of the settings included (B-04)", () => {
    const { plugins = [] } = configurationChoices({
      ...args,
      plugins: { ...args.plugins, extra: ["timestamper"] },
    });
    assert.ok(plugins.includes("configuration-as-code"));
    assert.ok(plugins.includes("timestamper"));
    assert.equal(configurationChoices(args).plugins?.includes("timestamper"), false);
  });

  it("knows no plugins of an image that brings its own (C-02)", () => {
    const baked = { ...args, plugins: { ...args.plugins, source: "image" } } as const;
    assert.equal(configurationChoices(baked).plugins, undefined);
  });

  it("adds the document of a monitored controller, and none to another one (C-27)", () => {
    const monitoring = { ...args.monitoring, enabled: true };
    assert.deepEqual(Object.keys(configurationChoices({ ...args, monitoring }).documents ?? {}), [
      "prometheus.yaml",
    ]);
    assert.deepEqual(configurationChoices(args).documents, {});
  });
});
