import { parseIqn } from "../../../components/internal/iqn";
import {
  parseLabelKey,
  parseName,
  parseSubdomain,
} from "../../../components/internal/kubernetes-name";
import { describeParser } from "./parsing";

const name = "expected a name of lower-case letters, digits and - (RFC 1123), got";
const subdomain = "expected a name of lower-case letters, digits, - and . (RFC 1123), got";
const key = "expected a label key such as network.du5t1n.me/storage, got";
const iqn = "expected iqn.<yyyy-mm>.<reversed-domain>[:<name>], got";
const long = "a".repeat(64);

describeParser(
  parseName,
  [
    ["jenkins-jobs", "jenkins-jobs"],
    ["0", "0"],
  ],
  [
    [" docker-config", `${name} " docker-config"; remove the space around it`],
    ["Jenkins_Jobs", `${name} "Jenkins_Jobs"; did you mean "jenkins-jobs"?`],
    ["a.b", `${name} "a.b"`],
    ["-a", `${name} "-a"`],
    [long, `${name} "${long}"; at most 63 characters are allowed`],
  ],
);

describeParser(
  parseSubdomain,
  [["node-1.example", "node-1.example"]],
  [
    ["node..example", `${subdomain} "node..example"`],
    ["Node-1.example", `${subdomain} "Node-1.example"; did you mean "node-1.example"?`],
  ],
);

describeParser(
  parseLabelKey,
  [
    ["network.du5t1n.me/storage", "network.du5t1n.me/storage"],
    ["storage", "storage"],
    [
      "du5t1n.me.node-restriction.kubernetes.io/storage",
      "du5t1n.me.node-restriction.kubernetes.io/storage",
    ],
  ],
  [
    ["kubernetes.io/storage", `${key} "kubernetes.io/storage"; this prefix belongs to Kubernetes`],
    [
      "kubelet.kubernetes.io/a",
      `${key} "kubelet.kubernetes.io/a"; this prefix belongs to Kubernetes`,
    ],
    ["a/b/c", `${key} "a/b/c"`],
    ["", `${key} ""`],
  ],
);

describeParser(
  parseIqn,
  [["iqn.2000-01.com.synology:nas0.jenkins", "iqn.2000-01.com.synology:nas0.jenkins"]],
  [
    [
      "iqn.2000-01.com.synology:Nas_0",
      `${iqn} "iqn.2000-01.com.synology:Nas_0"; did you mean "iqn.2000-01.com.synology:nas-0"?`,
    ],
    ["iqn.2000-13.com.synology:a", `${iqn} "iqn.2000-13.com.synology:a"`],
    ["iqn.2000-01", `${iqn} "iqn.2000-01"`],
    [
      `iqn.2000-01.example:${"a".repeat(109)}`,
      `${iqn} "iqn.2000-01.example:${"a".repeat(109)}"; it has 129 characters, at most 128 are safe`,
    ],
  ],
);
