export { together, type Difference, type Look, type Part } from "./difference";
export { type JenkinsAddress } from "../upgrade/jenkins/client";
export { declaredJenkins, lookAtJenkins } from "./jenkins/look";
export { lookAtObjects } from "./kubernetes/look";
export { recordedObjects } from "./kubernetes/recorded";
export { lookAtNas } from "./nas";
export { driftText, foundSomething } from "./present";
