import { describeRefusals, type Refusal } from "./refusals";

const image = "docker.io/library/alpine:3.22.1";

describeRefusals("YAML of agents", [
  [
    "B-22: YAML that is none",
    { "agents.templates.base": { labels: ["base"], yaml: "spec: [" } },
    "agents.templates.base.yaml: expected the YAML of a pod, got another text; it has to be one mapping with a spec",
  ],
  [
    "B-22: the YAML of something else",
    { "agents.templates.base": { labels: ["base"], yaml: "kind: Deployment" } },
    "agents.templates.base.yaml: expected the YAML of a pod, got another text; its kind has to be Pod",
  ],
  [
    "D-03: a folder of the node by YAML",
    {
      "agents.templates.base": {
        labels: ["base"],
        yaml: "spec: {volumes: [{name: n, hostPath: {path: /}}]}",
      },
    },
    "agents.templates.base.yaml: expected the YAML of a pod, got another text; a hostPath volume would let a build into its node",
  ],
  [
    "E-21: a privileged container by YAML",
    {
      "agents.templates.base": {
        labels: ["base"],
        yaml: "spec: {containers: [{name: a, securityContext: {privileged: true}}]}",
      },
    },
    "agents.templates.base.yaml: expected the YAML of a pod, got another text; a privileged container is root on its node",
  ],
  [
    "D-03: the network of the node by YAML",
    { "agents.templates.base": { labels: ["base"], yaml: "spec: {hostNetwork: true}" } },
    "agents.templates.base.yaml: expected the YAML of a pod, got another text; spec.hostNetwork would let a build into its node",
  ],
  [
    "B-10: a container without a name",
    { "agents.templates.base": { labels: ["base"], yaml: "spec: {containers: [{image: x}]}" } },
    "agents.templates.base.yaml: expected containers with a name, got one without; it would be a container beside the named ones",
  ],
  [
    "C-23: arguments of the inbound agent",
    {
      "agents.templates.base": {
        labels: ["base"],
        yaml: "spec: {containers: [{name: jnlp, args: [x]}]}",
      },
    },
    "agents.templates.base.yaml: expected no command or args for jnlp, got one with them; the plugin passes the agent's secret and name itself",
  ],
  [
    "a container that only the YAML has, beside volumes it would not get",
    {
      "agents.templates.base": {
        labels: ["base"],
        yaml: "spec: {containers: [{name: tools}]}",
        volumes: { "/cache": { emptyDir: {} } },
      },
    },
    'agents.templates.base.yaml: expected containers that are declared in containers as well, got "tools"; the volumes of a template reach only declared containers',
  ],
  [
    "B-10: containers of different users",
    {
      "agents.templates.base": {
        labels: ["base"],
        yaml: "spec: {containers: [{name: tools, securityContext: {runAsUser: 0}}]}",
      },
    },
    "agents.templates.base.yaml: expected user 1000 for tools, got user 0; steps hang when the containers of a pod have different users; one that must be root is declared with root and a reason",
  ],
  [
    "B-10: a pod of another user",
    {
      "agents.templates.base": {
        labels: ["base"],
        yaml: "spec: {securityContext: {runAsUser: 1001}}",
      },
    },
    "agents.templates.base.yaml: expected pods of user 1000, got user 1001; steps hang when the files of the workspace belong to another user than the agent",
  ],
  [
    "B-22: an ancestor whose YAML is dropped",
    {
      "agents.templates.base": {
        labels: ["base"],
        inheritFrom: "default",
        yamlMergeStrategy: "override",
      },
    },
    'agents.templates.base.yamlMergeStrategy: expected "merge" together with inheritFrom, got "override"; override drops what the other template states about the pod\'s security',
  ],
  [
    "B-22: YAML that drops the defaults' own",
    { "agents.templates.base": { labels: ["base"], yamlMergeStrategy: "override" } },
    'agents.templates.base.yamlMergeStrategy: expected "merge" while agents.cloud.defaultsTemplate is default, got "override"; override drops what the other template states about the pod\'s security',
  ],
  ...(
    [
      ["nodeSelector: {a: b}", "set nodeSelector of the template, which wins over it"],
      ["serviceAccountName: root", "set serviceAccount of the template, which wins over it"],
      ["serviceAccount: root", "set serviceAccount of the template, which wins over it"],
      [
        "activeDeadlineSeconds: 60",
        "set activeDeadlineSeconds of the template, which wins over it",
      ],
      ["imagePullSecrets: [{name: a}]", "the ServiceAccount carries them"],
      ["nodeName: pi", "it leads past the scheduler, and so past every node selector"],
    ] as const
  ).map(([field, fix]): Refusal => {
    const key = field.slice(0, field.indexOf(":"));
    return [
      `B-22: ${key}, which belongs to the template or to nobody`,
      { "agents.templates.base": { labels: ["base"], yaml: `spec: {${field}}` } },
      `agents.templates.base.yaml: expected no ${key} in the YAML, got one; ${fix}`,
    ];
  }),
  [
    "B-22: an image of the inbound agent",
    {
      "agents.templates.base": {
        labels: ["base"],
        yaml: "spec: {containers: [{name: jnlp, image: x}]}",
      },
    },
    "agents.templates.base.yaml: expected no image for jnlp, got one; set jenkins.agentImage, which wins over it",
  ],
  [
    "B-08: resources of the inbound agent",
    {
      "agents.templates.base": {
        labels: ["base"],
        yaml: "spec: {containers: [{name: jnlp, resources: {}}]}",
      },
    },
    "agents.templates.base.yaml: expected no resources for jnlp, got some; set agent of the template, which wins over them",
  ],
  [
    "B-22: an image of a container that has one",
    {
      "agents.templates.base": {
        labels: ["base"],
        containers: { tools: { image } },
        yaml: "spec: {containers: [{name: tools, image: x}]}",
      },
    },
    "agents.templates.base.yaml: expected no image for tools in the YAML, got one; set containers.tools.image, which wins over it",
  ],
  [
    "a field of the pod that is misspelt",
    { "agents.templates.base": { labels: ["base"], yaml: "spec: {contaners: []}" } },
    'agents.templates.base.yaml: expected fields of a pod in spec, got "contaners"; did you mean "containers"?',
  ],
  [
    "a field of a container that is misspelt",
    {
      "agents.templates.base": {
        labels: ["base"],
        yaml: "spec: {containers: [{name: a, enviroment: []}]}",
      },
    },
    'agents.templates.base.yaml: expected fields of a pod in containers, got "enviroment"',
  ],
  [
    "a field of an init container that is misspelt",
    {
      "agents.templates.base": {
        labels: ["base"],
        yaml: "spec: {initContainers: [{name: a, comand: []}]}",
      },
    },
    'agents.templates.base.yaml: expected fields of a pod in initContainers, got "comand"; did you mean "command"?',
  ],
  [
    "a token as a variable",
    {
      "agents.templates.base": {
        labels: ["base"],
        yaml: "spec: {containers: [{name: a, env: [{name: NPM_TOKEN, value: secret-value}]}]}",
      },
    },
    'agents.templates.base.yaml: expected the name of a variable that holds no secret, got "NPM_TOKEN"; variables are shown in builds; make it a credential, or take it from a Secret',
  ],
  [
    "a private key as a variable of an init container, without repeating it",
    {
      "agents.templates.base": {
        labels: ["base"],
        yaml: "spec: {initContainers: [{name: a, env: [{name: A, value: ghp_secret-value}]}]}",
      },
    },
    "agents.templates.base.yaml: expected a value that is no secret, got what looks like a key or token; make it a credential",
  ],
  ...(
    [
      ["a template it inherits from", { inheritFrom: "cache" }, {}],
      ["the template of the defaults", {}, { "agents.cloud.defaultsTemplate": "cache" }],
    ] as const
  ).map(([title, inherited, cloud]): Refusal => [
    `a container that only the YAML has, beside volumes of ${title}`,
    {
      "agents.templates.cache": { labels: ["cache"], volumes: { "/cache": { emptyDir: {} } } },
      "agents.templates.base": {
        labels: ["base"],
        yaml: "spec: {containers: [{name: tools}]}",
        ...inherited,
      },
      ...cloud,
    },
    'agents.templates.base.yaml: expected containers that are declared in containers as well, got "tools"; the volumes of cache reach only declared containers',
  ]),
]);
