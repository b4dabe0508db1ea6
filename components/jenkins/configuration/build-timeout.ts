import type { InitGroovy } from "./init-groovy";

/** File of {@link buildTimeout} among those that Jenkins runs at its start. */
export const buildTimeoutFile = "build-timeout.groovy";

const minutesBetweenRounds = 5;

/**
 * A script that ends builds which run longer than a limit (D-17): Jenkins itself has none, and the plugin of that name
 * has to be added to every job.
 *
 * It looks at what runs at the moment and at nothing else, so that no history is read from the home. A pipeline is the
 * build on its one-off executor; it keeps its start beyond a restart of Jenkins, and so does the count. One that does
 * not end is told so again in the next round.
 *
 * The cause is a class of Jenkins: it is stored with the build, and a class of this script could not be read again.
 *
 * @param minutes the limit; 0 for none
 * @see https://javadoc.jenkins.io/jenkins/model/CauseOfInterruption.html
 */
export function buildTimeout(minutes: number): InitGroovy {
  return minutes === 0 ? {} : { [buildTimeoutFile]: script(minutes) };
}

const script = (minutes: number) => `import hudson.model.Result
import hudson.model.Run
import java.util.concurrent.TimeUnit
import java.util.logging.Level
import java.util.logging.Logger
import jenkins.model.CauseOfInterruption.UserInterruption
import jenkins.model.Jenkins
import jenkins.util.Timer

def log = Logger.getLogger('build-timeout')
def limit = 'the limit configuration.buildTimeoutMinutes (${minutes})'

def check = { executor ->
  def build = executor.currentExecutable
  if (!(build instanceof Run)) return
  def ran = System.currentTimeMillis() - build.startTimeInMillis
  if (ran <= TimeUnit.MINUTES.toMillis(${minutes}L)) return
  log.warning("\${build} is aborted by \${limit}")
  executor.interrupt(Result.ABORTED, new UserInterruption(limit))
}

def attempt = { what, work ->
  try {
    work()
  } catch (Exception | LinkageError problem) {
    log.log(Level.WARNING, "\${what} could not be checked", problem)
  }
}

// What a round throws would end all the rounds after it.
def round = {
  attempt('the builds') {
    for (computer in Jenkins.get().computers)
      for (executor in computer.executors + computer.oneOffExecutors)
        attempt('an executor') { check(executor) }
  }
}

Timer.get().scheduleWithFixedDelay(round as Runnable, ${minutesBetweenRounds}L, ${minutesBetweenRounds}L, TimeUnit.MINUTES)
`;
