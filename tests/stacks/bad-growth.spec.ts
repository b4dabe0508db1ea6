import { describeRefusals } from "./refusals";

const image = "docker.io/gentoo/stage3:nomultilib-20260824";

describeRefusals("growth settings", [
  [
    "a floating image",
    {
      "storage.growth": { image: "docker.io/gentoo/stage3:latest" },
      "policy.privilegedNamespaces": ["jenkins-growth"],
    },
    'storage.growth.image: expected an image with its registry and an exact tag or digest, got "docker.io/gentoo/stage3:latest"; a moving tag would change the software on every pod restart',
  ],
  [
    "a privileged namespace that the policies are not told of",
    { "storage.growth": { image } },
    'storage.growth.namespace: expected a namespace of policy.privilegedNamespaces, got "jenkins-growth"; add it there: the pod that grows a volume is root on its node',
  ],
  [
    "the namespace of builds for a pod that is root on its node",
    {
      "storage.growth": { image, namespace: "jenkins-jobs" },
      "policy.privilegedNamespaces": ["jenkins-jobs"],
    },
    'storage.growth.namespace: expected another value than jobs.namespace, got "jenkins-jobs"; privileged pods may run in it',
  ],
]);
