import { accepted, refused, type Parsed } from "./parsed";

/** One option of the Jenkins JVM, e.g. `-Dhudson.footerURL=https://example.org`. */
export interface JavaOption {
  /** What it sets: two options of one name contradict each other. */
  readonly name: string;
  readonly value?: string;
}

const expected = 'one option of the JVM such as "-Dhudson.footerURL=https://example.org"';

/** Options that switch a protection of Jenkins off (C-15), with what it protects. */
const protections: readonly (readonly [RegExp, string])[] = [
  [
    /^-Djenkins\.security\.s2m\.|[.-](master|slave-to-master-security)-?kill-?switch/i,
    "agents run the code of others, and would read and write the controller's files",
  ],
  [
    /DISABLE_CSRF_PROTECTION$/,
    "any web page could have a logged-in administrator's browser change Jenkins",
  ],
  [
    /^-Dhudson\.model\.DirectoryBrowserSupport\.CSP$/,
    "files that builds keep would run their scripts in the browsers of users",
  ],
  [
    /^-Dhudson\.model\.DirectoryBrowserSupport\.ALLOW_/,
    "links that builds leave would lead users to any file of the controller",
  ],
  [
    /^-D(jenkins\.security\.ClassFilterImpl\.SUPPRESS_|hudson\.remoting\.ClassFilter)/,
    "what agents send would be turned into objects of any class",
  ],
];

/** Options that follow from a setting, or that the stack never hands out, with what to do instead. */
const taken: readonly (readonly [RegExp, string])[] = [
  [
    /^-X(mx|ms)|^-XX:(Max|Min|Initial)RAM|^-XX:(Max|Initial)HeapSize/,
    "the heap follows the memory limit: set jenkins.heapPercent",
  ],
  [/^-Duser\.timezone$/, "set jenkins.timeZone"],
  [/^-D(https?\.(proxyHost|proxyPort|nonProxyHosts))$/, "set jenkins.proxy"],
  [/^-D(jenkins\.install\.runSetupWizard|casc\.)/, "Jenkins is configured by code alone"],
  [/^-Djenkins\.model\.Jenkins\.slaveAgentPort/, "the Services of the controller name its ports"],
  [/^-D(java\.io\.tmpdir|JENKINS_HOME)$/, "the pod's volumes decide it"],
];

/**
 * Reads one option of the Jenkins JVM (C-16).
 *
 * Everybody who may read the pod reads its options, so what looks like a secret is refused and never repeated.
 */
export function parseJavaOption(text: string): Parsed<JavaOption> {
  const equals = text.indexOf("=");
  const name = equals < 0 ? text : text.slice(0, equals);
  const value = equals < 0 ? undefined : text.slice(equals + 1);
  if (value !== undefined && isSecret(name, value))
    return {
      ok: false,
      problem: {
        expected: `${expected} without a secret in it`,
        fix: "an option is shown to everybody who may read the pod",
        found: `a value for ${JSON.stringify(name)}`,
      },
    };
  if (/[\s"'\\]/.test(text))
    return refused(expected, "the start script splits options at spaces and takes quotes away");
  if (text.includes("$"))
    return refused(expected, "Kubernetes and Jenkins replace what follows a $");
  if (!/^(-D[\w.-]+|-XX:[+-]?\w+|-X[a-z]\S*|--(add|enable)-[a-z-]+)$/.test(name))
    return refused(expected, repair(text));
  const danger = protections.find(([form]) => form.test(name))?.[1];
  if (danger !== undefined) return refused("an option that leaves every protection on", danger);
  const instead = taken.find(([form]) => form.test(name))?.[1];
  if (instead !== undefined) return refused("an option that no setting decides", instead);
  return accepted({ name: switchName(name), ...(value === undefined ? {} : { value }) });
}

/** A switch has one name, on or off. */
function switchName(name: string): string {
  return name.replace(/^(-XX:)[+-]/, "$1");
}

function isSecret(name: string, value: string): boolean {
  return (
    /(passw(or)?d|passphrase|secret|token|api-?key|credentials?)$/i.test(name) &&
    !/^(true|false|\d*)$/.test(value)
  );
}

function repair(text: string): string | undefined {
  return /^[a-z][\w.]*=/.test(text) ? `did you mean "-D${text}"?` : undefined;
}
