import * as pulumi from "@pulumi/pulumi";

import type { AgentTemplate } from "../../../components/internal/agent-template";
import type { JobBoundariesArgs } from "../../../components/jobs/job-boundaries";
import type { JobSpaceSettings } from "../../../components/jobs/settings";

/** What a container gets that says nothing. */
export const usual = {
  cpuRequest: "100m",
  cpuLimit: "2",
  memoryRequest: "256Mi",
  memoryLimit: "1Gi",
  ephemeralStorageRequest: "1Gi",
  ephemeralStorageLimit: "10Gi",
};

/** One kind of agent: its inbound agent takes what every one takes. */
export const agent: AgentTemplate = {
  name: "default",
  labels: ["default"],
  forAnyBuild: true,
  arch: "amd64",
};

/** A namespace of builds that sets nothing. */
export const jobSpace: Omit<JobSpaceSettings, "namespace"> = {
  registries: {},
  podSecurity: "baseline",
  quota: { enabled: true },
  containers: { usual, most: {} },
  network: { enabled: true, internetPorts: [80, 443], ownNetworks: [], egress: {} },
};

/** Boundaries of such a namespace. */
export const boundaries: JobBoundariesArgs = {
  ...jobSpace,
  namespace: pulumi.output("jenkins-jobs"),
  controllerNamespace: pulumi.output("jenkins"),
  cleanUp: { enabled: false, schedule: "23 * * * *", finishedHours: 24, runningHours: 72 },
  containerCap: 10,
  templates: [agent],
  sourceHosts: {},
  apiServer: ["0.0.0.0/0", "::/0"],
};
