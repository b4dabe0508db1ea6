import { describeRefusals } from "./refusals";

describeRefusals("agents", [
  [
    "A-07: a connect timeout below the plugin's floor, which it would silently raise",
    { "agents.cloud.connectTimeoutSeconds": 3 },
    "agents.cloud.connectTimeoutSeconds: expected a whole number from 5 to 600, got 3",
  ],
  [
    "a read timeout below the plugin's floor",
    { "agents.cloud.readTimeoutSeconds": 10 },
    "agents.cloud.readTimeoutSeconds: expected a whole number from 15 to 600, got 10",
  ],
  [
    "a retention below the plugin's floor",
    { "agents.cloud.retentionTimeoutMinutes": 1 },
    "agents.cloud.retentionTimeoutMinutes: expected a whole number from 5 to 1440, got 1",
  ],
  [
    "C-24: a collection below the plugin's floor",
    { "agents.cloud.garbageCollectionSeconds": 60 },
    "agents.cloud.garbageCollectionSeconds: expected a whole number from 120 to 86400, got 60",
  ],
  [
    "fewer connections than the plugin's own limit",
    { "agents.cloud.maxRequestsPerHost": 16 },
    "agents.cloud.maxRequestsPerHost: expected a whole number from 32 to 10000, got 16",
  ],
  [
    "fewer connections than its pods need",
    { "agents.cloud.maxRequestsPerHost": 40, "jenkins.containerCap": 30 },
    "agents.cloud.maxRequestsPerHost: expected at least 60, two for each pod of jenkins.containerCap, got 40; every step in a container holds a connection",
  ],
  [
    "agents that no folder may use",
    { "agents.cloud.usageRestricted": true, "configuration.folders": { infra: {} } },
    "agents.cloud.usageRestricted: expected false as long as no folder of configuration.folders has agents, got true; every build would wait forever",
  ],
  [
    "C-22: a transport there is not",
    { "agents.cloud.transport": "udp" },
    'agents.cloud.transport: expected one of "tcp", "webSocket", got "udp"',
  ],
  [
    "a tunnel beside it, because it is derived",
    { "agents.cloud.jenkinsTunnel": "jenkins:50000" },
    "agents.cloud.jenkinsTunnel: unknown setting; known here: transport, connectTimeoutSeconds, readTimeoutSeconds, retentionTimeoutMinutes, waitForPodSeconds, maxRequestsPerHost, podRetention, garbageCollectionSeconds, podLabels, usageRestricted, restrictedPodSecurity, defaultsTemplate",
  ],
  [
    "a pod label with a prefix of Kubernetes",
    { "agents.cloud.podLabels": { "kubernetes.io/x": "y" } },
    'agents.cloud.podLabels["kubernetes.io/x"]: expected a label key such as network.du5t1n.me/storage, got "kubernetes.io/x"; this prefix belongs to Kubernetes',
  ],
  [
    "defaults from a template nobody declared",
    { "agents.cloud.defaultsTemplate": "base" },
    'agents.cloud.defaultsTemplate: expected a template of agents.templates (default), or none, got "base"',
  ],
  [
    "C-19: a template without a label",
    { "agents.templates.base": { labels: [] } },
    "agents.templates.base.labels: expected at least one label, got none; builds ask for an agent by label",
  ],
  [
    "C-19: a label of another template",
    { "agents.templates.base": { labels: ["linux"] } },
    'agents.templates.base.labels[0]: expected a label that default has not, got "linux"; a build that asks for it would get either',
  ],
  [
    "a label with a space in it",
    { "agents.templates.base": { labels: ["a b"] } },
    'agents.templates.base.labels[0]: expected a label of letters, digits and . _ - : /, without spaces, got "a b"',
  ],
  [
    "a label twice",
    { "agents.templates.base": { labels: ["base", "base"] } },
    'agents.templates.base.labels[1]: expected every entry once, got "base"',
  ],
  [
    "B-09: no template for any build",
    { "agents.templates.default": { labels: ["default"] } },
    "agents.templates.default.forAnyBuild: expected at least one template for any build, got false; builds that ask for no label would wait forever",
  ],
  [
    "B-14: a template name with a space before it",
    { "agents.templates. base": { labels: ["base"] } },
    'agents.templates[" base"]: expected a name of lower-case letters, digits and - (RFC 1123), got " base"; remove the space around it',
  ],
  [
    "A-15: an architecture there is no image for",
    { "agents.templates.base": { labels: ["base"], arch: "riscv64" } },
    'agents.templates.base.arch: expected one of "amd64", "arm64", got "riscv64"',
  ],
]);
