import { describeRefusals } from "./refusals";

describeRefusals("settings of the controller's pod", [
  [
    "C-17: a heap that leaves nothing for the rest of the process",
    { "jenkins.heapPercent": 95 },
    "jenkins.heapPercent: expected a whole number from 25 to 80, got 95",
  ],
  [
    "C-16, C-17: a heap beside the percentage",
    { "jenkins.javaOptions": ["-Xmx3g"] },
    'jenkins.javaOptions[0]: expected an option that no setting decides, got "-Xmx3g"; the heap follows the memory limit: set jenkins.heapPercent',
  ],
  [
    "C-16: two options in one entry",
    { "jenkins.javaOptions": ["-Da.b=1 -Dc.d=2"] },
    'jenkins.javaOptions[0]: expected one option of the JVM such as "-Dhudson.footerURL=https://example.org", got "-Da.b=1 -Dc.d=2"; the start script splits options at spaces and takes quotes away',
  ],
  [
    "C-16: one option with two values",
    { "jenkins.javaOptions": ["-Dldap.timeout=5", "-Dldap.timeout=9"] },
    'jenkins.javaOptions[1]: expected another value than jenkins.javaOptions[0], got "-Dldap.timeout"; the JVM takes the last of two options of one name',
  ],
  [
    "C-16: a switch that is on and off",
    { "jenkins.javaOptions": ["-XX:+UseZGC", "-XX:-UseZGC"] },
    'jenkins.javaOptions[1]: expected another value than jenkins.javaOptions[0], got "-XX:UseZGC"; the JVM takes the last of two options of one name',
  ],
  [
    "C-09: a secret in an option, without repeating it",
    { "jenkins.javaOptions": ["-Djavax.net.ssl.keyStorePassword=secret-value"] },
    'jenkins.javaOptions[0]: expected one option of the JVM such as "-Dhudson.footerURL=https://example.org" without a secret in it, got a value for "-Djavax.net.ssl.keyStorePassword"; an option is shown to everybody who may read the pod',
  ],
  [
    "C-15: a protection that is switched off",
    {
      "jenkins.javaOptions": [
        "-Dhudson.security.csrf.GlobalCrumbIssuerConfiguration.DISABLE_CSRF_PROTECTION=true",
      ],
    },
    'jenkins.javaOptions[0]: expected an option that leaves every protection on, got "-Dhudson.security.csrf.GlobalCrumbIssuerConfiguration.DISABLE_CSRF_PROTECTION=true"; any web page could have a logged-in administrator\'s browser change Jenkins',
  ],
  [
    "an option that is no text",
    { "jenkins.javaOptions": "-Dhudson.footerURL=https://example.org" },
    'jenkins.javaOptions: expected a list, got "-Dhudson.footerURL=https://example.org"',
  ],
  [
    "E-02: too little disk for the pod's own folders",
    { "jenkins.ephemeralStorageLimit": "2Gi" },
    'jenkins.ephemeralStorageLimit: expected at least 4Gi, got "2Gi"; /tmp may hold 2Gi and the unpacked application 1Gi before the pod is evicted',
  ],
  [
    "E-02: more disk requested than allowed",
    { "jenkins.ephemeralStorageRequest": "10Gi" },
    'jenkins.ephemeralStorageRequest: expected at most jenkins.ephemeralStorageLimit (5Gi), got "10Gi"',
  ],
  [
    "A-12: a start that is cut short",
    { "jenkins.startupMinutes": 2 },
    "jenkins.startupMinutes: expected a whole number from 15 to 120, got 2",
  ],
  [
    "A-13: a misspelt switch",
    { "jenkins.maintainance": true },
    "jenkins.maintainance: unknown setting; did you mean jenkins.maintenance?",
  ],
  [
    "A-13: a switch that is a number",
    { "jenkins.maintenance": 1 },
    "jenkins.maintenance: expected true or false, got 1",
  ],
  [
    "A-10: a strategy without its level",
    { "network.crioVersion": "1.35", "jenkins.selinux": { strategy: "crio-annotation" } },
    'jenkins.selinux.level: expected an SELinux level such as "s0:c35,c75", got nothing; with a level of its own in every pod crio-annotation spares no file a new label',
  ],
  [
    "A-10: a level without a strategy",
    { "jenkins.selinux": { level: "s0:c35,c75" } },
    'jenkins.selinux.level: expected no level with the strategy none, got "s0:c35,c75"; alone it does not spare the files a new label; choose mount or crio-annotation',
  ],
  [
    "A-10: a whole label in place of the level",
    {
      "network.crioVersion": "1.35",
      "jenkins.selinux": {
        strategy: "crio-annotation",
        level: "system_u:object_r:container_file_t:s0:c35,c75",
      },
    },
    'jenkins.selinux.level: expected an SELinux level such as "s0:c35,c75", got "system_u:object_r:container_file_t:s0:c35,c75"; the level alone: did you mean "s0:c35,c75"?',
  ],
  [
    "A-10: a mount with a label on a cluster that makes none",
    {
      "jenkins.selinux": { strategy: "mount", level: "s0:c35,c75", kubernetesVersion: "1.36" },
    },
    'jenkins.selinux.kubernetesVersion: expected 1.37 or later for the strategy mount, got "1.36"; an older kubelet mounts no iSCSI volume with a label; choose crio-annotation where CRI-O runs',
  ],
  [
    "A-10: a mount with a label on a cluster of unknown age",
    { "jenkins.selinux": { strategy: "mount", level: "s0:c35,c75" } },
    "jenkins.selinux.kubernetesVersion: expected 1.37 or later for the strategy mount, got nothing; an older kubelet mounts no iSCSI volume with a label; choose crio-annotation where CRI-O runs",
  ],
  [
    "a version of Kubernetes with its patch",
    {
      "jenkins.selinux": { strategy: "mount", level: "s0:c35,c75", kubernetesVersion: "v1.37.2" },
    },
    'jenkins.selinux.kubernetesVersion: expected a version such as "1.36", got "v1.37.2"; did you mean "1.37"?',
  ],
  [
    "A-11: an annotation for a container runtime that nobody named",
    { "jenkins.selinux": { strategy: "crio-annotation", level: "s0:c35,c75" } },
    "network.crioVersion: expected a version for jenkins.selinux.strategy crio-annotation, got nothing; the drop-in that allows the annotation on the nodes is written for it",
  ],
  [
    "A-11: the annotation of a setting",
    { "jenkins.podAnnotations": { "try-skip-volume-selinux-label.crio.io": "true" } },
    'jenkins.podAnnotations["try-skip-volume-selinux-label.crio.io"]: expected no annotation of the stack\'s own, got "true"; set jenkins.selinux',
  ],
  [
    "a label of the stack's own",
    { "jenkins.podLabels": { "app.kubernetes.io/name": "ci" } },
    'jenkins.podLabels["app.kubernetes.io/name"]: expected a label key such as network.du5t1n.me/storage, got "app.kubernetes.io/name"; this prefix belongs to Kubernetes',
  ],
  [
    "a label that is a sentence",
    { "jenkins.podLabels": { team: "build and release" } },
    'jenkins.podLabels.team: expected a label value of letters, digits and . _ -, at most 63, got "build and release"',
  ],
  [
    "the taint of a lost node as a toleration without an end",
    { "jenkins.tolerations": { "node.kubernetes.io/unreachable": {} } },
    'jenkins.tolerations["node.kubernetes.io/unreachable"]: expected the key of a taint such as node-role.kubernetes.io/ci, got "node.kubernetes.io/unreachable"; set nodeFailureSeconds',
  ],
  [
    "an effect no taint has",
    { "jenkins.tolerations": { ci: { effect: "NoRun" } } },
    'jenkins.tolerations.ci.effect: expected one of "NoSchedule", "PreferNoSchedule", "NoExecute", got "NoRun"',
  ],
  [
    "a proxy with a password",
    { "jenkins.proxy": { url: "http://ci:secret-value@proxy.example:3128" } },
    "jenkins.proxy.url: expected http://<host>:<port> without a user or password in it, got one with them; the address is shown in previews and in the pod",
  ],
  [
    "a proxy without its port",
    { "jenkins.proxy": { url: "http://proxy.example" } },
    'jenkins.proxy.url: expected http://<host>:<port>, got "http://proxy.example"',
  ],
  [
    "a prefix of addresses past the proxy",
    { "jenkins.proxy": { url: "http://proxy.example:3128", direct: ["10.0.0.0/8"] } },
    'jenkins.proxy.direct[0]: expected a host name, .domain or an address, got "10.0.0.0/8"; not every client understands a prefix of addresses',
  ],
  [
    "a time zone without summer time",
    { "jenkins.timeZone": "CET" },
    'jenkins.timeZone: expected a time zone such as "Europe/Berlin" or "Etc/UTC", got "CET"',
  ],
]);
