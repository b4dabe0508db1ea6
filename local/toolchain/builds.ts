import { join } from "node:path";

/** How an executable that is already there is judged. */
export interface Recognition {
  /** Arguments that make it print its version. */
  readonly args: readonly string[];
  /** Finds major, minor and patch (groups 1 to 3) in what it prints. */
  readonly pattern: RegExp;
  readonly accepts: (major: number, minor: number, patch: number) => boolean;
  /** What is accepted, for people. */
  readonly expected: string;
}

/** One executable of a build. */
export interface ToolSpec<Name extends string> {
  readonly name: Name;
  /** Absent for an executable without a version of its own: it is found beside `companion` instead. */
  readonly recognition?: Recognition;
  /** The tool in whose folder this one is looked for, when that one was found on PATH. */
  readonly companion?: Name;
  /** Arguments under which a freshly built executable exits with 0. */
  readonly check: readonly string[];
}

/** One `go build`: a pinned wrapper module and the executables it yields. */
export interface Build<Name extends string> {
  readonly name: string;
  readonly version: string;
  /** Folder of the wrapper module: go.mod and go.sum in it are the pin. */
  readonly folder: string;
  /** Main packages; with more than one, each executable is named after the last element of its package. */
  readonly packages: readonly string[];
  readonly tags?: readonly string[];
  readonly ldflags?: readonly string[];
  readonly tools: readonly ToolSpec<Name>[];
}

/** What the local platform runs on. */
export type Tool =
  | "pulumi"
  | "pulumi-language-nodejs"
  | "etcd"
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler"
  | "kubectl"
  | "kwok"
  | "kwokctl";

/** Absolute path of every tool. */
export type Toolchain = Readonly<Record<Tool, string>>;

const versions = {
  pulumi: "3.248.0",
  // The last release in which the host is part of a module that the Go proxy serves.
  languageHost: "3.68.0",
  etcd: "3.6.14",
  kwok: "0.8.0",
  kubernetes: "1.36.1",
} as const;

const stripped = ["-s", "-w"] as const;

const stamp = (variable: string, value: string): string => `-X ${variable}=${value}`;

const pulumiVersion = (version: string): string =>
  stamp("github.com/pulumi/pulumi/sdk/v3/go/common/version.Version", `v${version}`);

const kubernetesStamps = ["k8s.io/component-base/version", "k8s.io/client-go/pkg/version"].flatMap(
  (room) => {
    const [major, minor] = versions.kubernetes.split(".");
    return [
      stamp(`${room}.gitVersion`, `v${versions.kubernetes}`),
      stamp(`${room}.gitMajor`, major ?? ""),
      stamp(`${room}.gitMinor`, minor ?? ""),
      stamp(`${room}.gitTreeState`, "clean"),
    ];
  },
);

const flag = ["--version"] as const;

const kubernetes = (name: Tool): ToolSpec<Tool> => ({
  name,
  check: flag,
  recognition: {
    args: flag,
    pattern: /Kubernetes v(\d+)\.(\d+)\.(\d+)/,
    accepts: (major, minor) => major === 1 && minor === 36,
    expected: "1.36",
  },
});

const kwok = (name: Tool): ToolSpec<Tool> => ({
  name,
  check: flag,
  recognition: {
    args: flag,
    pattern: /version v(\d+)\.(\d+)\.(\d+)/,
    accepts: (major, minor) => major === 0 && minor === 8,
    expected: "0.8",
  },
});

const module = (name: string): string => join(__dirname, "go", name);

/** Every tool with its pinned module; small builds first, so that trouble with Go shows in seconds. */
export const builds: readonly Build<Tool>[] = [
  {
    name: "pulumi-language-nodejs",
    version: versions.languageHost,
    folder: module("pulumi-language-nodejs"),
    packages: ["github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"],
    ldflags: [...stripped, pulumiVersion(versions.languageHost)],
    tools: [{ name: "pulumi-language-nodejs", companion: "pulumi", check: ["--help"] }],
  },
  {
    name: "etcd",
    version: versions.etcd,
    folder: module("etcd"),
    packages: ["go.etcd.io/etcd/server/v3"],
    ldflags: stripped,
    tools: [
      {
        name: "etcd",
        check: flag,
        recognition: {
          args: flag,
          pattern: /etcd Version: (\d+)\.(\d+)\.(\d+)/,
          accepts: (major, minor) => major === 3 && minor === 6,
          expected: "3.6",
        },
      },
    ],
  },
  {
    name: "kwok",
    version: versions.kwok,
    folder: module("kwok"),
    packages: ["sigs.k8s.io/kwok/cmd/kwok", "sigs.k8s.io/kwok/cmd/kwokctl"],
    ldflags: stripped,
    tools: [kwok("kwok"), kwok("kwokctl")],
  },
  {
    name: "pulumi",
    version: versions.pulumi,
    folder: module("pulumi"),
    packages: ["github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"],
    tags: ["osusergo", "grpcnotrace"],
    ldflags: [...stripped, pulumiVersion(versions.pulumi)],
    tools: [
      {
        name: "pulumi",
        check: ["version"],
        recognition: {
          args: ["version"],
          pattern: /v(\d+)\.(\d+)\.(\d+)/,
          accepts: (major, minor) => major === 3 && minor >= 248,
          expected: "3.248 or a newer 3.x",
        },
      },
    ],
  },
  {
    name: "kubernetes",
    version: versions.kubernetes,
    folder: module("kubernetes"),
    packages: ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl"].map(
      (command) => `k8s.io/kubernetes/cmd/${command}`,
    ),
    ldflags: [...stripped, ...kubernetesStamps],
    tools: [
      kubernetes("kube-apiserver"),
      kubernetes("kube-controller-manager"),
      kubernetes("kube-scheduler"),
      {
        name: "kubectl",
        check: ["version", "--client"],
        recognition: {
          args: ["version", "--client"],
          pattern: /Client Version: v(\d+)\.(\d+)\.(\d+)/,
          accepts: (major, minor) => major === 1 && minor >= 34,
          expected: "1.34 or newer",
        },
      },
    ],
  },
];
