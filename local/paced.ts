/**
 * Progress for wherever it is printed: on a terminal a line replaces the last one, so all of them are wanted; in
 * a log a build that reports every second would fill pages.
 *
 * @param seconds least time between two lines in a log
 */
export function paced(report: (text: string) => void, seconds = 15): (text: string) => void {
  if (process.stdout.isTTY) return report;
  let next = 0;
  return (text) => {
    if (performance.now() < next) return;
    next = performance.now() + seconds * 1000;
    report(text);
  };
}
