import { accepted, refused, type Parsed } from "../components/internal/parsed";
import { refusedLogin } from "../components/internal/web-address";
import { compareVersions } from "../components/jenkins/plugins/version";

/** Reads a step back that is permitted, as a refused deployment prints it. */
export function parseDowngrade(text: string): Parsed<string> {
  const expected = 'a step back such as "jenkins 2.580.2 -> 2.580.1"';
  const { from = "", to = "" } =
    /^[A-Za-z0-9][\w.-]* (?<from>\d\S*) -> (?<to>\d\S*)$/.exec(text)?.groups ?? {};
  if (from === "" || to === "") return refused(expected);
  return compareVersions(to, from) < 0
    ? accepted(text)
    : refused(expected, "nothing needs to be permitted to become newer");
}

/** Reads the address of a request; passwords travel in a header of their own. */
export function parseRequestAddress(text: string): Parsed<string> {
  const expected = "http(s)://<host>[:<port>]/[<path>]";
  const withLogin = refusedLogin(text, expected);
  if (withLogin !== undefined) return withLogin;
  return /^https?:\/\/[^\s/]+\//.test(text) && URL.canParse(text)
    ? accepted(text)
    : refused(expected);
}

/** Reads the name of an HTTP header. */
export function parseHeader(text: string): Parsed<string> {
  return /^[A-Za-z0-9][A-Za-z0-9-]*$/.test(text)
    ? accepted(text)
    : refused("the name of a header such as Authorization");
}

/** Reads a body in which `{name}` and `{description}` stand for a snapshot's: JSON with and without them. */
export function parseBody(text: string): Parsed<string> {
  try {
    JSON.parse(text);
    return accepted(text);
  } catch {
    return refused('JSON such as {"name":"{name}"}');
  }
}

/** Reads one argument of a command: anything but nothing. */
export function parseArgument(text: string): Parsed<string> {
  return text === "" ? refused("a text") : accepted(text);
}
