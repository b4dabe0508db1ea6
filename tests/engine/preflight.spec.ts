// An API that the cluster does not have: the platform's has neither a Prometheus operator nor a Gateway.
import assert from "node:assert/strict";

import { diagnosticsOf } from "../../local/engine/deploy";
import type { Platform } from "../../local/up";
import { platform, pulumi, set, withSettings } from "./support/platform";

describe("a feature that the cluster has no API for", () => {
  let here: Platform;

  before(async () => {
    here = await platform();
  });

  it("fails the preview, with what is missing and the setting to change (C-30)", async () => {
    const { exitCode, output } = await withSettings(
      here,
      (settings) => {
        set(settings, "monitoring", ["enabled"], true);
        set(settings, "exposure", ["type"], "gateway");
        settings.deleteIn(["config", "jenkins-stack:exposure", "ingress"]);
        set(settings, "exposure", ["gateway"], { name: "public", namespace: "gateways" });
        set(settings, "exposure", ["network", "proxyNamespaces"], ["gateways"]);
      },
      () => pulumi(here, ["preview"]),
    );
    assert.notEqual(exitCode, 0, output);
    const needed = [...diagnosticsOf(output).matchAll(/\(needed-by-(\S+?)--(\S+)\):/g)];
    // The engine stops at the first that is missing; which of them comes first is up to it.
    const known = [
      "exposure.type httproutes.gateway.networking.k8s.io",
      "monitoring.enabled prometheusrules.monitoring.coreos.com",
      "monitoring.enabled servicemonitors.monitoring.coreos.com",
    ];
    assert.ok(needed.length > 0, output);
    for (const [, setting = "", definition = ""] of needed)
      assert.ok(known.includes(`${setting} ${definition}`), `${setting} ${definition}`);
    for (const [, , definition = ""] of needed)
      assert.ok(output.includes(`resource '${definition}' does not exist`));
  });
});
