package jenkins.model

class Jenkins {
  static Jenkins instance
  static Jenkins get() {
    if (instance == null) throw new IllegalStateException('Jenkins is not up')
    instance
  }

  List computers
  List quietDowns = []

  void doQuietDown(boolean block, int timeout, String message, boolean safeRestart) {
    quietDowns << [block, timeout, message, safeRestart]
  }
}
