import { describeRefusals } from "./refusals";

const image = "docker.io/library/alpine:3.22.1";

describeRefusals("agent pods", [
  [
    "B-10: a container without an image",
    { "agents.templates.base": { labels: ["base"], containers: { tools: {} } } },
    "agents.templates.base.containers.tools.image: expected an image with its registry and an exact tag or digest, got nothing",
  ],
  [
    "A-01: a moving image tag",
    {
      "agents.templates.base": {
        labels: ["base"],
        containers: { tools: { image: "docker.io/library/alpine:latest" } },
      },
    },
    'agents.templates.base.containers.tools.image: expected an image with its registry and an exact tag or digest, got "docker.io/library/alpine:latest"; a moving tag would change the software on every pod restart',
  ],
  [
    "C-23: a container in the place of the inbound agent",
    { "agents.templates.base": { labels: ["base"], containers: { jnlp: { image } } } },
    'agents.templates.base.containers.jnlp: expected another name than that of the inbound agent, got "jnlp"; set agent for its resources; its command is the plugin\'s own',
  ],
  [
    "E-21: root without a reason",
    { "agents.templates.base": { labels: ["base"], containers: { tools: { image, root: true } } } },
    "agents.templates.base.containers.tools.rootReason: expected a reason why the container has to be root, got nothing",
  ],
  [
    "E-21: a privileged container",
    {
      "agents.templates.base": {
        labels: ["base"],
        containers: { tools: { image, privileged: true } },
      },
    },
    "agents.templates.base.containers.tools.privileged: unknown setting; known here: image, command, args, tty, workingDir, shell, environment, secretEnvironment, resources, root, rootReason",
  ],
  [
    "B-08: a request above its limit",
    {
      "agents.templates.base": {
        labels: ["base"],
        containers: { tools: { image, resources: { memoryRequest: "4Gi" } } },
      },
    },
    'agents.templates.base.containers.tools.resources.memoryRequest: expected at most the limit 2Gi, got "4Gi"',
  ],
  [
    "C-29: more disk requested than allowed",
    { "agents.templates.base": { labels: ["base"], agent: { ephemeralStorageRequest: "20Gi" } } },
    'agents.templates.base.agent.ephemeralStorageRequest: expected at most the limit 10Gi, got "20Gi"',
  ],
  [
    "a token as a variable",
    {
      "agents.templates.base": {
        labels: ["base"],
        containers: { tools: { image, environment: { NPM_TOKEN: "x" } } },
      },
    },
    'agents.templates.base.containers.tools.environment.NPM_TOKEN: expected the name of a variable that holds no secret, got "NPM_TOKEN"; variables are shown in builds; make it a credential, or take it from a Secret',
  ],
  [
    "a private key as a variable, without repeating it",
    {
      "agents.templates.base": {
        labels: ["base"],
        containers: {
          tools: { image, environment: { KEY: "-----BEGIN PRIVATE KEY----- secret-value" } },
        },
      },
    },
    "agents.templates.base.containers.tools.environment.KEY: expected a value that is no secret, got what looks like a key or token; make it a credential",
  ],
  [
    "D-03: the socket of the container runtime",
    {
      "agents.templates.base": {
        labels: ["base"],
        volumes: { "/var/run/docker.sock": { emptyDir: {} } },
      },
    },
    'agents.templates.base.volumes["/var/run/docker.sock"]: expected an absolute path such as /var/cache/builds, got "/var/run/docker.sock"; the socket of the container runtime is root on the node',
  ],
  [
    "D-03: a folder of the node",
    {
      "agents.templates.base": {
        labels: ["base"],
        volumes: { "/cache": { emptyDir: {}, hostPath: { path: "/cache" } } },
      },
    },
    'agents.templates.base.volumes["/cache"].hostPath: unknown setting; known here: claim, configMap, secret, emptyDir, nfs, ephemeral',
  ],
  [
    "a volume over the workspace",
    {
      "agents.templates.base": {
        labels: ["base"],
        volumes: { "/home/jenkins/agent": { emptyDir: {} } },
      },
    },
    'agents.templates.base.volumes["/home/jenkins/agent"]: expected an absolute path such as /var/cache/builds, got "/home/jenkins/agent"; the workspace is mounted there; set workspace instead',
  ],
  [
    "a volume from nowhere",
    { "agents.templates.base": { labels: ["base"], volumes: { "/cache": {} } } },
    'agents.templates.base.volumes["/cache"]: expected exactly one of claim, configMap, secret, emptyDir, nfs, ephemeral, got none',
  ],
  [
    "a volume from two sources",
    {
      "agents.templates.base": {
        labels: ["base"],
        volumes: { "/cache": { emptyDir: {}, claim: { name: "m2" } } },
      },
    },
    'agents.templates.base.volumes["/cache"]: expected exactly one of claim, configMap, secret, emptyDir, nfs, ephemeral, got claim and emptyDir',
  ],
  [
    "a workspace in two places",
    {
      "agents.templates.base": {
        labels: ["base"],
        workspace: { emptyDir: {}, claim: { name: "m2" } },
      },
    },
    "agents.templates.base.workspace: expected one of emptyDir, claim, ephemeral, got emptyDir and claim",
  ],
  [
    "more pods of a kind than of all kinds",
    { "agents.templates.base": { labels: ["base"], instanceCap: 11 } },
    "agents.templates.base.instanceCap: expected at most jenkins.containerCap (10), got 11",
  ],
  [
    "D-17: pods that wait longer than they live",
    { "agents.templates.base": { labels: ["base"], idleMinutes: 60, activeDeadlineSeconds: 3600 } },
    "agents.templates.base.idleMinutes: expected less than activeDeadlineSeconds (3600 s), got 60; the deadline counts the time a pod waits as well",
  ],
  [
    "an ancestor nobody declared",
    { "agents.templates.base": { labels: ["base"], inheritFrom: "bse" } },
    'agents.templates.base.inheritFrom: expected a template of agents.templates (default, base), got "bse"',
  ],
  [
    "a template that inherits from itself",
    { "agents.templates.base": { labels: ["base"], inheritFrom: "base" } },
    'agents.templates.base.inheritFrom: expected a template that does not itself inherit from base, got "base"',
  ],
  [
    "root where nothing may be root",
    {
      "agents.cloud.restrictedPodSecurity": true,
      "agents.templates.base": {
        labels: ["base"],
        containers: { tools: { image, root: true, rootReason: "it installs packages" } },
      },
    },
    "agents.templates.base.containers.tools.root: expected false together with agents.cloud.restrictedPodSecurity, got true; Kubernetes refuses root there",
  ],
  [
    "A-10: two levels on one claim",
    {
      "agents.templates.a": {
        labels: ["a"],
        seLinuxLevel: "s0:c1,c2",
        volumes: { "/c": { claim: { name: "m2" } } },
      },
      "agents.templates.b": { labels: ["b"], volumes: { "/c": { claim: { name: "m2" } } } },
    },
    "agents.templates.b.seLinuxLevel: expected the level of a (s0:c1,c2), which mounts the claim m2 too, got nothing; each would label its files anew against the other",
  ],
]);
