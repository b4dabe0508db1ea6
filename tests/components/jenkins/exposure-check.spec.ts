import assert from "node:assert/strict";

import { exposureFindings } from "../../../components/jenkins/exposure/check";
import { notExposed, type ExposureSettings } from "../../../components/jenkins/exposure/settings";
import { gateway, ingress, url, webhooks } from "./exposed";

describe("exposureFindings", () => {
  const proxied = { ...notExposed.network, proxyNamespaces: ["ingress-nginx"] };

  it("finds nothing wrong with what is fine", () => {
    assert.deepEqual(findings({}), []);
    assert.deepEqual(findings({ type: "ingress", ingress, webhooks, network: proxied }), []);
    assert.deepEqual(findings({ type: "gateway", gateway, network: proxied }), []);
  });

  const refused: Readonly<Record<string, [Partial<ExposureSettings>, string]>> = {
    "an Ingress that says nothing of itself": [
      { type: "ingress", network: proxied },
      "exposure.ingress: expected an Ingress, got nothing",
    ],
    "a Gateway that says nothing of itself": [
      { type: "gateway", network: proxied },
      "exposure.gateway: expected a Gateway, got nothing",
    ],
    "policies that let no user in (E-04)": [
      { type: "ingress", ingress },
      'exposure.network.proxyNamespaces: expected the namespace of the pods that pass requests on, got "none"; the policies would let no user in',
    ],
    "webhooks without routing (E-15)": [
      { webhooks },
      'exposure.webhooks: expected none with this type of exposure, got "webhooks"',
    ],
    "a host of webhooks that is none (E-15)": [
      { type: "ingress", ingress, network: proxied, webhooks: { ...webhooks, host: "Hooks" } },
      'exposure.webhooks.host: expected a name of lower-case letters, digits, - and . (RFC 1123), got "Hooks"; did you mean "hooks"?',
    ],
    "a network with host bits": [
      { type: "node-port", nodePort: { sourceRanges: ["10.0.0.1/8"] } },
      'exposure.nodePort.sourceRanges[0]: expected a network such as 10.0.0.0/8 or fd00::/8, got "10.0.0.1/8"; did you mean "10.0.0.0/8"?',
    ],
    "an empty list of networks, which Kubernetes takes for everything (E-25)": [
      { network: { ...notExposed.network, apiServer: [] } },
      'exposure.network.apiServer: expected at least one network, got "none"; a rule without any would let everything pass',
    ],
    "servers nowhere (E-25)": [
      { network: { ...notExposed.network, egress: { mail: { ports: [25] } } } },
      'exposure.network.egress.mail: expected either networks or a namespace, got "none"',
    ],
  };
  for (const [what, [change, message]] of Object.entries(refused))
    it(`refuses ${what}`, () => {
      assert.deepEqual(findings(change), [message]);
    });

  it("refuses an address instead of a host for an Ingress (E-10)", () => {
    assert.deepEqual(
      findings({ type: "ingress", ingress, network: proxied }, "https://[2001:db8::1]/"),
      [
        'url: expected an address with a host name, got "https://[2001:db8::1]/"; routing by host needs a name',
      ],
    );
  });
});

function findings(change: Partial<ExposureSettings>, at = url): string[] {
  return exposureFindings({ ...notExposed, ...change }, at).filter(
    (finding) => finding !== undefined,
  );
}
