/** The image of the controller with this version of Jenkins. */
export const image = (version: string) => `docker.io/jenkins/jenkins:${version}-jdk21`;
