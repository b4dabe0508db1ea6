import type { PodParts } from "../pod-parts";
import type { InitGroovy } from "./init-groovy";

/** ConfigMap that makes every start a quiet one, in the namespace of the controller. It is nobody's until a command makes it. */
export const quietStartName = "jenkins-quiet-start";

/** Key of {@link quietStartName}: why Jenkins is to be quiet. Without it, a start is an ordinary one. */
export const quietStartKey = "reason";

/** File of {@link quietStart} among those that Jenkins runs at its start. */
export const quietStartFile = "quiet-start.groovy";

const folder = "/run/quiet-start";

/**
 * A script that lets Jenkins start without beginning a build, where somebody has asked for it.
 *
 * A home that was set back to a snapshot holds the queue and the running pipelines of that day, and asking Jenkins to be
 * quiet once it answers is too late for them. So the wish has to be there before the start, and outside of the home.
 *
 * @see https://www.jenkins.io/doc/book/managing/groovy-hook-scripts/
 * @see https://javadoc.jenkins.io/jenkins/model/Jenkins.html `doQuietDown`
 */
export const quietStart: InitGroovy = {
  [quietStartFile]: `import java.util.logging.Logger
import jenkins.model.Jenkins

def reason = new File('${folder}/${quietStartKey}')
if (reason.exists()) {
  Logger.getLogger('quiet-start').warning("Jenkins begins no build: \${reason.text}")
  Jenkins.get().doQuietDown(false, 0, reason.text, false)
}
`,
};

/** The wish in the pod. The ConfigMap may be absent, and usually is. */
export function quietStartParts(): PodParts {
  const name = "quiet-start";
  return {
    volumes: [{ name, configMap: { name: quietStartName, optional: true } }],
    mounts: [{ name, mountPath: folder, readOnly: true }],
  };
}
