import { pathText } from "../stacks/path-text";
import { problemsOfDraft } from "./check";
import {
  adapterQuestion,
  addressQuestions,
  clusterQuestions,
  kubeconfigQuestion,
  nodesQuestion,
} from "./cluster-questions";
import type { Discovered, DiscoveredCluster, DiscoveredNas } from "./discovered";
import { exampleOf, meaningOf, withValue, type Draft } from "./draft";
import {
  backupQuestions,
  exposureQuestion,
  ingressQuestions,
  jenkinsQuestions,
} from "./jenkins-questions";
import { reachQuestions, storageQuestions } from "./nas-questions";
import { take, textAt, type Question, type Situation } from "./question";

/** Who answers. */
export interface Dialogue {
  /** Shows a text and a prompt, and returns the line that was typed, without space around it. */
  ask(prompt: string): Promise<string>;
  /** The same without showing what is typed. */
  askSecret(prompt: string): Promise<string>;
  say(text: string): void;
}

/** What can be looked at while questions are asked; a text says why it could not be. */
export interface Lookout {
  /** Names of the contexts of a kubeconfig; none when it cannot be read. */
  contexts(kubeconfig: string): Promise<readonly string[]>;
  cluster(draft: Draft): Promise<DiscoveredCluster | string>;
  /** The certificate that DSM shows, unless it is trusted anyway or cannot be seen; no credential is sent. */
  strangeCertificate(url: string): Promise<{ readonly fingerprint: string } | undefined>;
  nas(draft: Draft, password: string): Promise<DiscoveredNas | string>;
}

/** What an interview comes to. */
export interface Interviewed {
  readonly draft: Draft;
  /** Absent when it was not given. */
  readonly nasPassword?: string;
}

/** Asks for what a stack needs, each answer judged at once by the settings' own schema. */
export async function interview(
  stack: string,
  before: Draft,
  dialogue: Dialogue,
  lookout: Lookout,
): Promise<Interviewed> {
  const talk = new Interview(stack, before, dialogue, lookout);
  return await talk.run();
}

class Interview {
  readonly #asked = new Set<string>();
  #discovered: Discovered = {};
  #nasPassword: string | undefined;

  constructor(
    private readonly stack: string,
    private draft: Draft,
    private readonly dialogue: Dialogue,
    private readonly lookout: Lookout,
  ) {}

  async run(): Promise<Interviewed> {
    for (;;) {
      await this.#everything();
      const problems = problemsOfDraft(this.stack, this.draft);
      const password = this.#nasPassword;
      if (problems.length === 0)
        return password === undefined
          ? { draft: this.draft }
          : { draft: this.draft, nasPassword: password };
      this.dialogue.say(`\nTogether the answers do not fit yet:\n${problems.join("\n")}\n`);
      if (!this.#forget(problems)) throw new Error(problems.join("\n"));
    }
  }

  /** Asks what was not asked before; what an answer opens or closes is decided anew after each. */
  async #everything(): Promise<void> {
    await this.#stage((now) => [kubeconfigQuestion(now)]);
    const contexts = await this.lookout.contexts(
      textAt(this.draft, ["cluster", "kubeconfig"]) ?? "",
    );
    await this.#stage((now) => clusterQuestions(now, contexts));
    await this.#lookAtCluster();
    await this.#stage((now) => [nodesQuestion(now)]);
    await this.#stage((now) => [adapterQuestion(now), ...addressQuestions(now)]);
    await this.#stage(reachQuestions);
    await this.#lookAtNas();
    await this.#stage(storageQuestions);
    await this.#stage(jenkinsQuestions);
    await this.#stage((now) => [exposureQuestion(now), ...ingressQuestions(now)]);
    await this.#stage(backupQuestions);
  }

  async #stage(questions: (now: Situation) => readonly Question[]): Promise<void> {
    for (;;) {
      const now = { stack: this.stack, draft: this.draft, discovered: this.#discovered };
      const next = questions(now).find(({ path }) => !this.#asked.has(pathText(path)));
      if (next === undefined) return;
      this.draft = await this.#answer(next);
      this.#asked.add(pathText(next.path));
    }
  }

  async #answer(question: Question): Promise<Draft> {
    this.dialogue.say(introduction(question));
    for (;;) {
      const answer = await this.dialogue.ask(promptOf(question));
      const { draft, problems } = take(question, this.draft, answer);
      if (draft !== undefined) return draft;
      this.dialogue.say(`${problems.join("\n")}\n`);
    }
  }

  async #lookAtCluster(): Promise<void> {
    if (this.#discovered.cluster !== undefined) return;
    const found = await this.lookout.cluster(this.draft);
    if (typeof found === "string") this.dialogue.say(`\nThe cluster was not looked at: ${found}\n`);
    else this.#discovered = { ...this.#discovered, cluster: found };
  }

  async #lookAtNas(): Promise<void> {
    if (this.#asked.has("nasPassword")) return;
    this.#asked.add("nasPassword");
    await this.#trust();
    this.dialogue.say(
      "\nnasPassword: password of that account; nothing to store it later. It is not shown, and goes nowhere but to DSM and into the encrypted settings.\n",
    );
    const password = await this.dialogue.askSecret("> ");
    if (password === "") return;
    this.#nasPassword = password;
    const found = await this.lookout.nas(this.draft, password);
    if (typeof found === "string") {
      this.dialogue.say(`\nThe NAS was not looked at: ${found}\n`);
      return;
    }
    this.#discovered = { ...this.#discovered, nas: found };
    if (found.mostLuns !== undefined && found.luns >= found.mostLuns)
      this.dialogue.say(
        `\nThe NAS has ${found.luns} of at most ${found.mostLuns} LUNs: remove one that is no longer needed before pulumi up.\n`,
      );
  }

  /** A certificate of nobody's is trusted by its fingerprint, once somebody has compared it. */
  async #trust(): Promise<void> {
    const nas = (name: string) => ["nas", name];
    const trusted = ["certificateAuthority", "certificateFingerprint", "insecure"].some(
      (name) => textAt(this.draft, nas(name)) !== undefined,
    );
    const url = textAt(this.draft, nas("url")) ?? "";
    const strange = trusted ? undefined : await this.lookout.strangeCertificate(url);
    if (strange === undefined) return;
    this.dialogue.say(
      `\nNo authority that this machine trusts has signed the certificate of ${url}. Its SHA-256 fingerprint is\n${strange.fingerprint}\n` +
        "Compare it with the one that a browser shows for DSM. yes trusts this certificate alone; anything else leaves it, for an authority's file in nas.certificateAuthority.\n",
    );
    if ((await this.dialogue.ask("> ")) === "yes")
      this.draft = withValue(this.draft, nas("certificateFingerprint"), strange.fingerprint);
  }

  /** Lets what problems speak of be asked again; false when no question is about it. */
  #forget(problems: readonly string[]): boolean {
    const about = [...this.#asked].filter((path) =>
      problems.some((problem) => problem.startsWith(path) || path.startsWith(groupOf(problem))),
    );
    for (const path of about) this.#asked.delete(path);
    return about.length > 0;
  }
}

/** The setting a problem is about, as the paths of questions begin. */
function groupOf(problem: string): string {
  return problem.replace(/: expected .*$/s, "");
}

function introduction({ path, text, choices }: Question): string {
  const example = exampleOf(path);
  const such =
    text === undefined && (typeof example === "string" || typeof example === "number")
      ? ` Such as ${String(example)}.`
      : "";
  const known = choices === undefined ? "" : `\n  ${choices.join("\n  ")}`;
  return `\n${pathText(path)}: ${text ?? meaningOf(path)}${such}${known}\n`;
}

function promptOf({ proposal, optional }: Question): string {
  if (proposal === undefined) return optional === true ? "(nothing) > " : "> ";
  return optional === true ? `[${proposal}, - for nothing] > ` : `[${proposal}] > `;
}
