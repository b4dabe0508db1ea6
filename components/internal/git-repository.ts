import { accepted, refused, type Parsed } from "./parsed";

/**
 * Reads the address of a Git repository: `https://…`, `ssh://…` or `user@host:path`.
 *
 * A password or token in it is refused and not repeated: it would be part of the configuration.
 */
export function parseGitRepository(text: string): Parsed<string> {
  const expected = "the address of a Git repository such as https://git.example/team/app.git";
  if (/^\w+:\/\/[^/]*:[^/]*@/.test(text) || /^https?:\/\/[^/]*@/.test(text))
    return {
      ok: false,
      problem: {
        expected: `${expected}, without a user or password in it`,
        found: "one with them",
        fix: "name a credential",
      },
    };
  if (/^(http|git):\/\//.test(text))
    return refused(expected, "code that is built must not be changed on its way");
  const fits =
    /^https:\/\/[\w.-]+(:\d+)?(\/[\w.~+-]+)+$/.test(text) ||
    /^ssh:\/\/[\w.-]+@[\w.-]+(:\d+)?(\/[\w.~+-]+)+$/.test(text) ||
    /^[\w.-]+@[\w.-]+:[\w.~+-]+(\/[\w.~+-]+)*$/.test(text);
  return fits ? accepted(text) : refused(expected);
}

/** Reads a branch, tag or commit as it is named in a repository. */
export function parseGitRevision(text: string): Parsed<string> {
  return /^[\w][\w./+-]*$/.test(text) && !/\.\.|\/\/|\.lock$|\/$/.test(text)
    ? accepted(text)
    : refused("a branch, tag or commit such as main");
}

/** Reads a file within a repository. */
export function parseRepositoryPath(text: string): Parsed<string> {
  return /^[\w.@+-]+(\/[\w.@+-]+)*$/.test(text) && !/(^|\/)\.{1,2}(\/|$)/.test(text)
    ? accepted(text)
    : refused("a file of the repository such as Jenkinsfile");
}
