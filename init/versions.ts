/**
 * Images that are proposed: those that the lock file of plugins and the tests are made with. They are asked for and
 * written down, never assumed.
 */
export const proposedImages = {
  image: "docker.io/jenkins/jenkins:2.580.1-jdk21",
  agentImage: "docker.io/jenkins/inbound-agent:3391.va_37fa_a_305d6d-4-jdk21",
} as const;
