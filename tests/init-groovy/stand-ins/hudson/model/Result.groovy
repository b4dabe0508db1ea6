package hudson.model

class Result {
  static final Result ABORTED = new Result(name: 'ABORTED')
  String name
}
