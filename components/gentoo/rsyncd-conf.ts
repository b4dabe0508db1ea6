import { expected, readable, type Finding } from "../internal/arguments";
import { parseCidr } from "../internal/cidr";

/** Everything the rsync daemon is told: what is not a field here cannot be said. */
export interface RsyncDaemon {
  /** Above 1024: below it a daemon without privileges may not listen. */
  readonly port: number;
  /** Most transfers at once; further clients are sent away. */
  readonly maxConnections: number;
  /** Seconds after which a silent client is let go. */
  readonly timeoutSeconds: number;
  /** Networks whose machines may ask for modules; the daemon's own machine always may, for its probe. */
  readonly networks: readonly string[];
  readonly files: RsyncDaemonFiles;
  /** What is offered, by the name clients ask for. */
  readonly modules: Readonly<Record<string, RsyncModule>>;
}

/** Files of the daemon itself. The lock is what `max connections` is counted by; its default path is root's. */
export interface RsyncDaemonFiles {
  readonly lock: string;
  readonly pid: string;
  readonly log: string;
}

/** A folder that clients may read. */
export interface RsyncModule {
  /** What clients are shown beside the name. */
  readonly comment: string;
  readonly path: string;
  /** Whether it is named to clients that ask what there is; where it is not, strangers cannot tell it from none. */
  readonly listed: boolean;
  /** Filter rules, e.g. `- /lost+found`, in the order in which the first one that matches decides. */
  readonly filters: readonly string[];
  /**
   * Who may read, and where their passwords are. A plain name: with `:rw` behind it the daemon would let that user write,
   * whatever else is said.
   *
   * @default - everybody
   */
  readonly login?: { readonly user: string; readonly secretsFile: string };
}

/**
 * `rsyncd.conf` of a daemon that only ever gives, runs as one user and needs no privilege.
 *
 * Never written by hand: the daemon logs and ignores what it does not know, so that a misspelt `read only` publishes a
 * folder that anybody may write to.
 *
 * - `use chroot`: without the capability every client would be refused. So it is with `uid` and `gid`, which are absent.
 * - `auth digest`: less than SHA-256 of the password is not offered.
 * - `refuse options`: checksums make it read every file; a client's own `--delete` never reaches it.
 *
 * @see https://download.samba.org/pub/rsync/rsyncd.conf.5
 */
export function rsyncdConf(daemon: RsyncDaemon): string {
  const loopback = ["127.0.0.1", "::1"];
  const settings = {
    port: String(daemon.port),
    "use chroot": "no",
    "read only": "yes",
    list: "no",
    "max connections": String(daemon.maxConnections),
    "lock file": daemon.files.lock,
    "pid file": daemon.files.pid,
    "log file": daemon.files.log,
    "reverse lookup": "no",
    timeout: String(daemon.timeoutSeconds),
    "numeric ids": "yes",
    "refuse options": "checksum delete",
    "dont compress": "*",
    "hosts allow": [...loopback, ...daemon.networks].join(" "),
  };
  const modules = Object.entries(daemon.modules)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, module]) => `\n[${name}]\n${lines(moduleSettings(module))}`);
  return lines(settings) + modules.join("");
}

/** What is wrong with a daemon's arguments, by the path of the argument. */
export function rsyncdFindings(daemon: RsyncDaemon): Finding[] {
  return [
    wholeNumber("port", daemon.port, 1024, 65535),
    wholeNumber("maxConnections", daemon.maxConnections, 1, 1000),
    wholeNumber("timeoutSeconds", daemon.timeoutSeconds, 10, 86400),
    ...daemon.networks.map((network, index) => readable(`networks[${index}]`, parseCidr, network)),
    ...(["lock", "pid", "log"] as const).map((file) =>
      absolute(`files.${file}`, daemon.files[file]),
    ),
    ...Object.entries(daemon.modules).flatMap(([name, module]) => moduleFindings(name, module)),
  ];
}

function moduleSettings(module: RsyncModule): Record<string, string> {
  return {
    comment: module.comment,
    path: module.path,
    list: module.listed ? "yes" : "no",
    "ignore nonreadable": "yes",
    ...(module.filters.length === 0 ? {} : { exclude: module.filters.join(" ") }),
    ...(module.login === undefined
      ? {}
      : {
          "auth users": module.login.user,
          "secrets file": module.login.secretsFile,
          "auth digest": "sha256",
        }),
  };
}

function moduleFindings(name: string, { comment, path, filters, login }: RsyncModule): Finding[] {
  const at = `modules.${name}`;
  return [
    // A section of the name "global" would speak for all modules.
    expected(
      /^(?!global$)[a-z][a-z0-9-]*$/.test(name),
      at,
      "a module name such as gentoo-portage",
      name,
    ),
    expected(/^[\w ,.()-]+$/.test(comment), `${at}.comment`, "one line of plain words", comment),
    absolute(`${at}.path`, path),
    ...filters.map((filter, index) =>
      expected(
        /^[+-] [^\s#%]+$/.test(filter),
        `${at}.filters[${index}]`,
        'a filter rule without blanks such as "- /lost+found"',
        filter,
      ),
    ),
    ...(login === undefined
      ? []
      : [
          expected(
            /^[a-z][a-z0-9_-]*$/.test(login.user),
            `${at}.login.user`,
            "a plain user name",
            login.user,
            login.user.endsWith(":rw") ? "it would let that user write" : undefined,
          ),
          absolute(`${at}.login.secretsFile`, login.secretsFile),
        ]),
  ];
}

/** A path the daemon takes as it is: it expands `%NAME%` and ends a line at nothing else. */
function absolute(at: string, path: string): Finding {
  return expected(/^(\/[\w.@+-]+)+$/.test(path), at, "an absolute path of plain names", path);
}

function wholeNumber(at: string, value: number, from: number, to: number): Finding {
  const fine = Number.isInteger(value) && value >= from && value <= to;
  return expected(fine, at, `a whole number from ${from} to ${to}`, value);
}

function lines(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([parameter, value]) => `${parameter} = ${value}\n`)
    .join("");
}
