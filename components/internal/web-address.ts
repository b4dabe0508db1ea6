import { accepted, refused, type Parsed } from "./parsed";

/** Reads the https address of a server: scheme, host and port, nothing after them. */
export function parseServerUrl(text: string): Parsed<URL> {
  const expected = "https://<host>[:<port>]";
  const url = httpsUrl(text, expected);
  if (!url.ok) return url;
  const { origin, pathname, search, hash } = url.value;
  return pathname === "/" && search === "" && hash === "" && !text.endsWith("/")
    ? url
    : refused(expected, `did you mean "${origin}"?`);
}

/** Reads the https address of an application: it ends in a slash because its links are relative to it. */
export function parseApplicationUrl(text: string): Parsed<URL> {
  const expected = "https://<host>[:<port>]/[<path>/]";
  const url = httpsUrl(text, expected);
  if (!url.ok) return url;
  const { origin, pathname } = url.value;
  const whole = `${origin}${pathname.endsWith("/") ? pathname : `${pathname}/`}`;
  return text === whole ? url : refused(expected, `did you mean "${whole}"?`);
}

/** Reads any https address, e.g. of a document or an API. */
export function parseHttpsAddress(text: string): Parsed<URL> {
  return httpsUrl(
    text,
    "https://<host>[:<port>]/[<path>]",
    "what arrives over http may have been changed",
  );
}

/** Refuses an address with a user or a password in it, without repeating it; nothing for any other text. */
export function refusedLogin(
  text: string,
  expected: string,
): Extract<Parsed<never>, { readonly ok: false }> | undefined {
  if (!/^\w+:\/\/[^/]*@/.test(text)) return undefined;
  return {
    ok: false,
    problem: {
      expected: `${expected} without a user or password in it`,
      fix: "an address is shown in previews and logs",
      found: "one with them",
    },
  };
}

function httpsUrl(
  text: string,
  expected: string,
  reason = "passwords travel over this connection",
): Parsed<URL> {
  const withLogin = refusedLogin(text, expected);
  if (withLogin !== undefined) return withLogin;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === "") return refused(expected);
  return url.protocol === "https:" ? accepted(url) : refused(expected, reason);
}
