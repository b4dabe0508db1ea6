import { accepted, refused, type Parsed } from "../components/internal/parsed";
import { parseProjectPath } from "./paths";

/** Reads a line of text that people read. */
export function parseLine(text: string): Parsed<string> {
  if (text !== text.trim()) return refused("a line of text", "remove the space around it");
  return /^\P{C}{1,250}$/u.test(text)
    ? accepted(text)
    : refused("a line of text, at most 250 characters");
}

/** Reads why something unsafe is wanted: whoever comes later has to be able to judge it. */
export function parseReason(text: string): Parsed<string> {
  const line = parseLine(text);
  return line.ok && text.length >= 10 ? line : refused("a reason of at least 10 characters");
}

/** Reads the address of a mailbox. */
export function parseMailAddress(text: string): Parsed<string> {
  return /^[\w.+-]+@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/i.test(text)
    ? accepted(text)
    : refused("a mail address such as ci@example.org");
}

/** Reads the name or address of a host, without a port. */
export function parseHost(text: string): Parsed<string> {
  return /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(text)
    ? accepted(text)
    : refused("the name of a host such as mail.example.org");
}

/** Reads an account or repository of GitHub. */
export function parseGitHubName(text: string): Parsed<string> {
  return /^[A-Za-z0-9_][\w.-]{0,99}$/.test(text)
    ? accepted(text)
    : refused("a name as GitHub has it, without a path");
}

/** Reads how often a multibranch project looks at its repository, in the steps that Jenkins offers. */
export function parseInterval(text: string): Parsed<string> {
  const steps = "1m 2m 5m 10m 15m 20m 25m 30m 1h 2h 4h 8h 12h 1d 2d 1w 2w 4w".split(" ");
  return steps.includes(text) ? accepted(text) : refused(`one of ${steps.join(", ")}`);
}

/**
 * Reads when a job runs by itself: five fields as Jenkins has them, in which H spreads jobs over the time.
 *
 * @see https://www.jenkins.io/doc/book/pipeline/syntax/#cron-syntax
 */
export function parseJenkinsSchedule(text: string): Parsed<string> {
  const expected = 'a schedule of five fields such as "H 4 * * *"';
  const fields = text.split(" ");
  const field = /^(\*|H(\(\d+-\d+\))?|\d+(-\d+)?)(\/\d+)?$/;
  const known =
    fields.length === 5 &&
    fields.every((list) => list.split(",").every((part) => field.test(part)));
  if (!known) return refused(expected, text.startsWith("@") ? "write H instead" : undefined);
  return /^\*(\/1)? /.test(text)
    ? refused(expected, "it would start a build every minute")
    : accepted(text);
}

/** Reads a label by which builds ask for an agent: expressions join labels with && || ! and parentheses. */
export function parseAgentLabel(text: string): Parsed<string> {
  return /^[A-Za-z0-9][\w.:/-]{0,99}$/.test(text)
    ? accepted(text)
    : refused("a label of letters, digits and . _ - : /, without spaces");
}

/** Reads a command or its arguments, as one line. */
export function parseCommand(text: string): Parsed<string> {
  return /^[^\p{C}]{0,500}$/u.test(text) && text === text.trim()
    ? accepted(text)
    : refused("a command in one line");
}

/** Reads an absolute path. */
export function parseAbsolutePath(text: string): Parsed<string> {
  return /^(\/[\w.@+-]+)+$/.test(text) && !/\/\.{1,2}(\/|$)/.test(text)
    ? accepted(text)
    : refused("an absolute path such as /bin/bash");
}

/** Reads a key of a ConfigMap or Secret. */
export function parseDataKey(text: string): Parsed<string> {
  return /^[\w.-]{1,253}$/.test(text) && !/^\.{1,2}$/.test(text)
    ? accepted(text)
    : refused("a key of letters, digits and . _ -");
}

/** Reads a Groovy file of the project. Jenkins runs files of that ending only. */
export function parseGroovyPath(text: string): Parsed<string> {
  const path = parseProjectPath(text);
  if (!path.ok) return path;
  return /(^|\/)[\w.-]+\.groovy$/.test(text)
    ? path
    : refused("a file such as groovy/quiet-period.groovy");
}
