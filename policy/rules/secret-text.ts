/** Texts that are secret whatever they are called. */
const secretShapes: readonly (readonly [what: string, shape: RegExp])[] = [
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----\s+\S/],
  ["a token of GitHub", /\b(?:gh[oprsu]_\w{36,}|github_pat_\w{50,})/],
  ["a token of GitLab", /\bglpat-[\w-]{20,}/],
  ["a token of Slack", /\bxox[abeoprs]-[\w-]{10,}/],
  ["a token of npm", /\bnpm_[A-Za-z0-9]{36}\b/],
  ["a token of Vault", /\bhvs\.[\w-]{20,}/],
  ["an access key of AWS", /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ["a JSON Web Token", /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/],
  ["a crypt hash of a password", /(?:^|[\s:"'])\$(?:2[aby]|5|6|y)\$[\w./$]{20,}/m],
  ["a password in an address", /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@'"]+:(?!\$)[^\s/@'"${}]{3,}@/],
];

/** Names of passwords: whatever literal stands behind one is the password, however short or plain it is. */
const passwordName = /(?:passw(?:or)?d|passphrase|(?:^|[_.-])(?:pass|pwd))$/i;
const secretName =
  /(?:passw(?:or)?d|passphrase|(?:^|[_.-])(?:pass|pwd)|secret|token|(?:api|private|access|secret|signing|encryption|master)[_-]?key)$/i;
/** Variables that hold a login; in documents, plugins and sections have such names as well. */
const loginName = /_CREDENTIALS$/i;
/** `name: value`, `name = value` and `"name": "value"` on a line of their own. */
const assignment = /^[ \t]*(?:-[ \t]+|export[ \t]+)?["']?([\w.-]+)["']?[ \t]*[:=][ \t]*(.*)$/gm;

/** What of a document is secret, in words: by its shape, or by its name and its randomness. Nothing when nothing is. */
export function secretIn(text: string): string | undefined {
  const shape = secretShapes.find(([, pattern]) => pattern.test(text));
  if (shape !== undefined) return shape[0];
  for (const [, name = "", value = ""] of text.matchAll(assignment)) {
    const literal = unquoted(value);
    if (!secretName.test(name) || !isLiteral(name, literal)) continue;
    if (isRandom(literal) || isPassword(name, literal)) return `a value of ${name}`;
  }
  return undefined;
}

/** What of a variable is secret, in words. A name that speaks of a secret is enough, unless the value leads to one. */
export function secretVariable(name: string, value: string): string | undefined {
  const isSecret = secretName.test(name) || loginName.test(name);
  if (isSecret && isLiteral(name, value)) return "a literal";
  return secretShapes.find(([, pattern]) => pattern.test(value))?.[0];
}

/**
 * Whether a value is the secret itself: not a reference, a path, an address or a switch. A number is one behind the name
 * of a password; behind another name it may be a count or a time, unless it is too long for either.
 */
function isLiteral(name: string, value: string): boolean {
  if (/^\d+$/.test(value)) return passwordName.test(name) || value.length > 7;
  return !(
    value === "" ||
    /[$`<>{(]/.test(value) ||
    /^(?:[./~]|[a-z][a-z0-9+.-]*:\/\/)/.test(value) ||
    /^(?:true|false|yes|no|on|off|null|none)$/i.test(value)
  );
}

/** Whether a line of a document states a password. Several words are a sentence about one. */
function isPassword(name: string, value: string): boolean {
  return passwordName.test(name) && !/\s/.test(value);
}

/** Whether a value looks drawn rather than written: long, without spaces, of several kinds of characters, hardly repeated. */
function isRandom(value: string): boolean {
  if (value.length < 10 || /\s/.test(value)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z\d]/].filter((kind) => kind.test(value));
  return kinds.length > 1 && /[A-Z\d]/.test(value) && entropy(value) >= 2.8;
}

/** Bits a character, by how often each of them occurs (Shannon). */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => {
    const share = count / text.length;
    return bits - share * Math.log2(share);
  }, 0);
}

function unquoted(value: string): string {
  return value
    .trim()
    .replace(/[,;]$/, "")
    .replace(/^(["'])(.*)\1$/, "$2");
}
