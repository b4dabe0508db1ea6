import { changed, made, types, type Given } from "../steps";
import { least, type Danger, type Inputs } from "./danger";

/** The set that Jenkins runs in. */
export const controller: Given = {
  type: types.statefulSet,
  name: "jenkins",
  component: "JenkinsController",
};
const container = {
  name: "jenkins",
  image: "docker.io/jenkins/jenkins:2.528.3-jdk21",
  volumeMounts: [{ name: "home", mountPath: "/var/jenkins_home" }],
  env: [{ name: "JENKINS_HOME", value: "/var/jenkins_home" }],
};
/** Its pod. */
export const pod = {
  containers: [container],
  volumes: [
    { name: "home", persistentVolumeClaim: { claimName: "jenkins" } },
    { name: "scratch", emptyDir: {} },
  ],
  securityContext: { runAsUser: 1000, fsGroup: 1000, seLinuxOptions: { level: "s0:c1,c2" } },
};
/** The inputs of the set with a pod. */
export const set = (spec: Inputs) => ({ spec: { replicas: 1, template: { spec } } });
const withPod = (more: Inputs) => changed(controller, set(pod), set({ ...pod, ...more }));
const withContainer = (more: Inputs) => withPod({ containers: [{ ...container, ...more }] });
const older = { image: "docker.io/jenkins/jenkins:2.462.1-jdk17" };
const plugins: Given = { ...controller, type: types.configMap, name: "jenkins-plugins" };
const listed = (line: string) => ({ immutable: true, data: { "plugins.txt": `${line}\n` } });

/** Changes of the pod that is Jenkins. */
export const ofController: readonly Danger[] = [
  [
    "a home that ends with the pod",
    withPod({ volumes: [{ name: "home", emptyDir: {} }, pod.volumes[1]] }),
    least.data,
  ],
  [
    "a home that is read-only",
    withPod({
      volumes: [{ name: "home", persistentVolumeClaim: { claimName: "jenkins", readOnly: true } }],
    }),
    least.data,
  ],
  [
    "a home that is mounted elsewhere",
    withContainer({ volumeMounts: [{ name: "home", mountPath: "/data" }] }),
    least.data,
  ],
  [
    "a folder of the home in its place",
    withContainer({ volumeMounts: [{ ...container.volumeMounts[0], subPath: "x" }] }),
    least.data,
  ],
  [
    "something over a folder of the home",
    withContainer({
      volumeMounts: [
        ...container.volumeMounts,
        { name: "scratch", mountPath: "/var/jenkins_home/jobs" },
      ],
    }),
    least.data,
  ],
  [
    "another JENKINS_HOME",
    withContainer({ env: [{ name: "JENKINS_HOME", value: "/tmp/home" }] }),
    least.data,
  ],
  [
    "another JENKINS_HOME among the options of Java",
    withContainer({ env: [...container.env, { name: "JAVA_OPTS", value: "-DJENKINS_HOME=/tmp" }] }),
    least.data,
  ],
  [
    "a container that empties the home",
    withPod({
      initContainers: [{ ...container, name: "x", args: ["rm -rf /var/jenkins_home/*"] }],
    }),
    least.data,
  ],
  ["another command on the home", withContainer({ command: ["rm"] }), least.data],
  ["no user", withPod({ securityContext: undefined }), least.data],
  ["root", withContainer({ securityContext: { runAsUser: 0 } }), least.data],
  [
    "another SELinux level",
    withPod({
      securityContext: { ...pod.securityContext, seLinuxOptions: { level: "s0:c3,c4" } },
    }),
    least.data,
  ],
  ["an older Jenkins", withContainer(older), least.refused],
  [
    "an older Jenkins beside a record that is new",
    withContainer(older),
    least.refused,
    made({ type: types.command, component: "UpgradeSnapshot" }, { environment: {} }),
  ],
  ["an older plugin", changed(plugins, listed("git:5.9.0"), listed("git:5.8.0")), least.refused],
];
