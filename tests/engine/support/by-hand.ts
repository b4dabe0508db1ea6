import type { Platform } from "../../../local/up";
import { kubectl } from "./platform";

/** Changes what the stack has made, as people do: fields, a label, a Service that goes, a ConfigMap that comes. */
export async function changeByHand(here: Platform): Promise<void> {
  const patch = (text: object) => ["--type", "merge", "--patch", JSON.stringify(text)];
  const jobs = ["--namespace", "jenkins-jobs"];
  const jenkins = ["--namespace", "jenkins"];
  await Promise.all([
    kubectl(here, [
      ...["patch", "configmap", "ssh-known-hosts", ...jobs],
      ...patch({ data: { ssh_known_hosts: "tampered", extra: "x" } }),
    ]),
    kubectl(here, [
      ...["patch", "secret", "jenkins-home-chap", "--namespace", "jenkins-storage"],
      ...patch({ stringData: { "node.session.auth.username": "somebody" } }),
    ]),
    kubectl(here, ["label", "service", "jenkins", ...jenkins, "app.kubernetes.io/component-"]),
    kubectl(here, ["delete", "service", "jenkins-agent", ...jenkins]),
    kubectl(here, ["create", "configmap", "stray", ...jenkins]).then(() =>
      kubectl(here, [
        ...["label", "configmap", "stray", ...jenkins],
        "app.kubernetes.io/part-of=jenkins-stack",
      ]),
    ),
  ]);
}
