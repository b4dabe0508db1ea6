import { describeRefusals } from "./refusals";

describeRefusals("controller and job settings", [
  [
    "A-01: a moving Jenkins tag",
    { "jenkins.image": "docker.io/jenkins/jenkins:lts" },
    'jenkins.image: expected an exact Jenkins version such as "docker.io/jenkins/jenkins:2.580.1-jdk21", or a digest, got "docker.io/jenkins/jenkins:lts"; a moving tag would upgrade Jenkins on every pod restart',
  ],
  [
    "E-03: a line of releases, with no registry",
    { "jenkins.image": "jenkins/jenkins:2.333" },
    'jenkins.image: expected an exact Jenkins version such as "docker.io/jenkins/jenkins:2.580.1-jdk21", or a digest, got "jenkins/jenkins:2.333"; a weekly release, or a line of releases: an LTS release has three numbers',
  ],
  [
    "A-01: a Jenkins version without its Java line",
    { "jenkins.image": "docker.io/jenkins/jenkins:2.580.1" },
    'jenkins.image: expected an exact Jenkins version such as "docker.io/jenkins/jenkins:2.580.1-jdk21", or a digest, got "docker.io/jenkins/jenkins:2.580.1"; did you mean "docker.io/jenkins/jenkins:2.580.1-jdk21"?',
  ],
  [
    "P-02: no Jenkins version, because versions have no default",
    { "jenkins.image": undefined },
    'jenkins.image: expected an exact Jenkins version such as "docker.io/jenkins/jenkins:2.580.1-jdk21", or a digest, got nothing',
  ],
  [
    "A-01: a moving agent tag",
    { "jenkins.agentImage": "docker.io/jenkins/inbound-agent:latest-jdk21" },
    'jenkins.agentImage: expected an image with its registry and an exact tag or digest, got "docker.io/jenkins/inbound-agent:latest-jdk21"; a moving tag would change the software on every pod restart',
  ],
  [
    "an image without a registry",
    { "jenkins.agentImage": "jenkins/inbound-agent:3391.va_37fa_a_305d6d-4-jdk21" },
    'jenkins.agentImage: expected an image with its registry and an exact tag or digest, got "jenkins/inbound-agent:3391.va_37fa_a_305d6d-4-jdk21"; did you mean "docker.io/jenkins/inbound-agent:3391.va_37fa_a_305d6d-4-jdk21"?',
  ],
  [
    "A-27: a LUN nobody declared",
    { "jenkins.lun": "home" },
    'jenkins.lun: expected a LUN of storage.luns (jenkins), got "home"',
  ],
  [
    "E-02: too little memory",
    { "jenkins.memoryLimit": "1Gi", "jenkins.memoryRequest": "1Gi" },
    'jenkins.memoryLimit: expected at least 2Gi, got "1Gi"; a smaller controller is killed while it loads its jobs',
  ],
  [
    "E-02: a request above its limit",
    { "jenkins.cpuRequest": "4500m" },
    'jenkins.cpuRequest: expected at most jenkins.cpuLimit (4), got "4500m"',
  ],
  [
    "A-09: an architecture Jenkins has no image for",
    { "jenkins.arch": "arm" },
    'jenkins.arch: expected one of "amd64", "arm64", got "arm"',
  ],
  [
    "E-14: an address without its last slash",
    { "jenkins.url": "https://jenkins.example/ci" },
    'jenkins.url: expected https://<host>[:<port>]/[<path>/], got "https://jenkins.example/ci"; did you mean "https://jenkins.example/ci/"?',
  ],
  [
    "A-03: one namespace for controller and builds, one of them by default",
    { "jobs.namespace": "jenkins" },
    'jobs.namespace: expected another value than jenkins.namespace, got "jenkins"; a namespace is the border of what its ServiceAccounts may read',
  ],
  [
    "a namespace of Kubernetes",
    { "jenkins.namespace": "kube-system" },
    'jenkins.namespace: expected a namespace of this stack alone, got "kube-system"; this one belongs to Kubernetes',
  ],
  [
    "B-26: Docker Hub under a key that no client asks for",
    { "jobs.registries.ghcr.server": "docker.io" },
    'jobs.registries.ghcr.server: expected <host>[:<port>][/<path>], got "docker.io"; the key of Docker Hub is "https://index.docker.io/v1/"',
  ],
  [
    "A-01: a weekly release",
    { "jenkins.image": "docker.io/jenkins/jenkins:2.581-jdk21" },
    'jenkins.image: expected an exact Jenkins version such as "docker.io/jenkins/jenkins:2.580.1-jdk21", or a digest, got "docker.io/jenkins/jenkins:2.581-jdk21"; a weekly release, or a line of releases: an LTS release has three numbers',
  ],
  [
    "A-01: an image that lacks what the pod's scripts use",
    { "jenkins.image": "docker.io/jenkins/jenkins:2.580.1-alpine-jdk21" },
    'jenkins.image: expected an exact Jenkins version such as "docker.io/jenkins/jenkins:2.580.1-jdk21", or a digest, got "docker.io/jenkins/jenkins:2.580.1-alpine-jdk21"; the scripts of the pod are proven with the Debian image; did you mean "docker.io/jenkins/jenkins:2.580.1-jdk21"?',
  ],
]);
