import { sections } from "../../support/program";

const container = { image: "registry.example/tools/builder:1.4.2" };

/** Sections of a stack that uses what there is, short of what needs types of objects that a plain cluster has not. */
export const everything: Readonly<Record<string, unknown>> = {
  jenkins: {
    ...part("jenkins"),
    selinux: { strategy: "mount", level: "s0:c35,c75", kubernetesVersion: "1.37" },
    tolerations: { "example.org/ci": { value: "yes", effect: "NoSchedule" } },
    proxy: { url: "http://proxy.example:3128", direct: [".example.org", "fd00::2"] },
    podLabels: { "logging.example/stream": "jenkins" },
    podAnnotations: { "fluentbit.io/parser": "java" },
    timeZone: "Europe/Berlin",
    javaOptions: ["-Dhudson.model.ParametersAction.keepUndefinedParameters=false"],
    memoryLimit: "6Gi",
  },
  configuration: {
    ...part("configuration"),
    adminAddress: "ci@example.org",
    mailer: { server: "mail.example.org", credentials: "mail" },
    environment: { MIRROR: "https://mirror.example/" },
    discardBuilds: { days: 90 },
  },
  credentials: {
    ...part("credentials"),
    mail: { type: "usernamePassword", username: "ci", global: true, generated: true },
  },
  agents: {
    cloud: { transport: "webSocket", podLabels: { "example.org/team": "infra" } },
    templates: {
      tools: {
        labels: ["tools"],
        containers: { builder: container },
        tolerations: { "example.org/ci": {} },
        nodeSelector: { "example.org/ci": "true" },
        volumes: {
          "/claim": { claim: { name: "cache" } },
          "/config-map": { configMap: { name: "maven", key: "settings.xml" } },
          "/secret": { secret: { name: "registries" } },
          "/empty": { emptyDir: { memory: true } },
          "/nfs": { nfs: { server: "nas.example", path: "/volume1/cache" } },
          "/ephemeral": { ephemeral: { size: "5Gi" } },
        },
      },
    },
  },
  exposure: {
    ...part("exposure"),
    externalDns: true,
    webhooks: { host: "hooks.example", receivers: ["github", "git-notify-commit"] },
    network: {
      proxyNamespaces: ["ingress-nginx"],
      apiServer: ["10.96.0.1/32", "192.0.2.10/32"],
      sourceHosts: { "git.example": { networks: ["2001:db8::22/128"] } },
      egress: {
        mail: { networks: ["2001:db8::25/128"], ports: [587] },
        proxy: { networks: ["fd00::1/128"], ports: [3128] },
      },
    },
  },
  jobs: {
    ...part("jobs"),
    network: { egress: { mirror: { networks: ["192.0.2.80/32"], ports: [443] } } },
    cleanUp: { enabled: true, image: "docker.io/alpine/k8s:1.34.2" },
    teams: { web: { namespace: "strict-web" } },
  },
  gentoo: {
    ...part("gentoo"),
    rsync: {
      image: "docker.io/gentoo/stage3:nomultilib-20260824",
      networks: ["192.0.2.0/24"],
      service: "LoadBalancer",
    },
  },
};

function part(name: string): object {
  return sections[name] as object;
}
