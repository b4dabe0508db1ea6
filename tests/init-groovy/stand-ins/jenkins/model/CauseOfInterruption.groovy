package jenkins.model

abstract class CauseOfInterruption implements Serializable {
  abstract String getShortDescription()

  static final class UserInterruption extends CauseOfInterruption {
    private final String user

    UserInterruption(String user) { this.user = user }

    String getShortDescription() { "Aborted by $user" }
  }
}
