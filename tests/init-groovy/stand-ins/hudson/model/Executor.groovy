package hudson.model

import jenkins.model.CauseOfInterruption

class Executor extends Thread {
  Object executable
  List<String> interruptions = []

  Object getCurrentExecutable() { executable }

  void interrupt(Result result, CauseOfInterruption... causes) {
    interruptions << "${result.name}: ${causes*.shortDescription.join()}".toString()
  }
}
