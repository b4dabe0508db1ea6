// Runs a script as Jenkins runs those of init.groovy.d, then its rounds, and prints what came of them.
import groovy.json.JsonOutput
import hudson.model.Executor
import hudson.model.Run
import jenkins.model.Jenkins
import jenkins.util.Timer

def running = { minutes -> new Executor(executable: new Run(name: "build of $minutes", minutes: minutes)) }
def broken = new Executor() {
  Object getCurrentExecutable() { throw new IllegalStateException('an executor that went away') }
}
def executors = [
  broken: broken,
  idle: new Executor(),
  short: running(59),
  long: running(61),
  stepOfPipeline: new Executor(executable: 'not a Run'),
]
def oneOff = [pipeline: running(600), shortPipeline: running(1)]

new GroovyShell(this.class.classLoader).evaluate(new File(args[0]))
def work = Timer.scheduled.work
// A round before Jenkins is up.
work*.run()
Jenkins.instance = new Jenkins(computers: [
  [executors: [executors.broken, executors.idle], oneOffExecutors: []],
  [executors: [executors.short, executors.long, executors.stepOfPipeline], oneOffExecutors: oneOff.values() as List],
])
def told = { (executors + oneOff).collectEntries { name, executor -> [name, executor.interruptions.clone()] } }
work*.run()
def first = told()
executors.short.executable.minutes = 90
work*.run()
println JsonOutput.toJson([minutes: Timer.scheduled.minutes, first: first, second: told()])
