package jenkins.util

import java.util.concurrent.TimeUnit

class Timer {
  static List<Map> scheduled = []

  static Timer get() { new Timer() }

  void scheduleWithFixedDelay(Runnable work, long initialDelay, long delay, TimeUnit unit) {
    scheduled << [work: work, minutes: [initialDelay, delay].collect { unit.toMinutes(it) }]
  }
}
