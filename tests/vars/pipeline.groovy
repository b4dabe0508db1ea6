// Calls steps of vars/ as a pipeline would, with stand-ins for the steps of Jenkins; one JVM for all calls.
// Reads [{file, options, environment}] from its input; writes [{error} or {calls}] to its output.
import groovy.json.JsonOutput
import groovy.json.JsonSlurper

def run(Map given) {
  def calls = []
  def inside = [:]
  def script = new GroovyShell().parse(new File(given.file))
  script.metaClass.error = { String message -> throw new IllegalStateException(message) }
  script.metaClass.container = { String name, Closure body -> calls << [container: name]; body() }
  script.metaClass.withEnv = { List variables, Closure body ->
    variables.each { def (name, value) = it.toString().split('=', 2); inside[name] = value }
    body()
  }
  script.metaClass.withCredentials = { List bindings, Closure body -> calls << [credentials: bindings]; body() }
  ['file', 'string', 'sshUserPrivateKey'].each { kind ->
    script.metaClass."$kind" = { Map binding -> [kind: kind] + binding }
  }
  script.metaClass.sh = { Map step ->
    def variables = (given.environment + inside).collect { name, value -> "$name=$value".toString() }
    if (step.returnStdout) {
      return ['sh', '-c', step.script].execute(variables, null).text
    }
    calls << [label: step.label.toString(), script: step.script.toString(), environment: inside]
  }
  try {
    script.call(given.options)
    return [calls: calls]
  } catch (IllegalStateException refused) {
    return [error: refused.message]
  }
}

println JsonOutput.toJson(new JsonSlurper().parse(System.in).collect { run(it) })
