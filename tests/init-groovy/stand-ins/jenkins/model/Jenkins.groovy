package jenkins.model

class Jenkins {
  static Jenkins instance
  static Jenkins get() {
    if (instance == null) throw new IllegalStateException('Jenkins is not up')
    instance
  }

  List computers
}
