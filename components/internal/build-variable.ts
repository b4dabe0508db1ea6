import { accepted, refused, type Parsed } from "./parsed";

const secretName =
  /PASSW|PASSPHRASE|SECRET|TOKEN|CREDENTIAL|(API|PRIVATE|ACCESS|SIGNING)_?KEY|(^|_)PWD$/i;
const secretValue = /-----BEGIN [A-Z ]*PRIVATE KEY|^(ghp|gho|ghs|github_pat|glpat|xox[abp])[_-]/;

/** Reads the name of an environment variable. */
export function parseVariableName(text: string): Parsed<string> {
  const form = /^[A-Za-z_]\w*$/;
  if (form.test(text)) return accepted(text);
  const better = text.trim().replaceAll(/\W+/g, "_");
  return refused(
    "the name of a variable of letters, digits and _",
    form.test(better) ? `did you mean "${better}"?` : undefined,
  );
}

/** Reads the name of a variable whose value is plain text: names of secrets are refused. */
export function parseVariable(text: string): Parsed<string> {
  const name = parseVariableName(text);
  if (!name.ok || !secretName.test(text)) return name;
  return refused(
    "the name of a variable that holds no secret",
    "variables are shown in builds; make it a credential, or take it from a Secret",
  );
}

/** Reads the value of a variable. One that looks like a secret is refused and not repeated. */
export function parsePlainValue(text: string): Parsed<string> {
  return secretValue.test(text)
    ? {
        ok: false,
        problem: {
          expected: "a value that is no secret",
          found: "what looks like a key or token",
          fix: "make it a credential",
        },
      }
    : accepted(text);
}
