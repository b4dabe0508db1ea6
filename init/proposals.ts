import { pathText } from "../stacks/path-text";
import { clusterQuestions, kubeconfigQuestion, nodesQuestion } from "./cluster-questions";
import type { Discovered } from "./discovered";
import { valueAt, type Draft } from "./draft";
import { jenkinsQuestions } from "./jenkins-questions";
import { reachQuestions, storageQuestions } from "./nas-questions";
import { take, type Question, type Situation } from "./question";

/** Answers with what was proposed for the rest. */
export interface Completed {
  readonly draft: Draft;
  /** One line each of what was proposed, so that nothing is decided silently. */
  readonly proposed: readonly string[];
}

/**
 * Fills in what answers leave open and a stack cannot do without, with what the interview would have proposed. What has
 * no proposal stays open: the check reports it.
 */
export function completed(stack: string, answers: Draft, discovered: Discovered): Completed {
  const stages: ((now: Situation) => readonly Question[])[] = [
    (now) => [kubeconfigQuestion(now), ...clusterQuestions(now, []), nodesQuestion(now)],
    reachQuestions,
    storageQuestions,
    jenkinsQuestions,
    (now) => [homeLun(now)],
  ];
  let draft = answers;
  const proposed: string[] = [];
  for (const stage of stages)
    for (const question of stage({ stack, draft, discovered })) {
      const { path, optional = false, proposal } = question;
      if (optional || proposal === undefined || valueAt(draft, path) !== undefined) continue;
      // Answers with LUNs of their own are about those alone.
      if (
        path[0] === "storage" &&
        valueAt(answers, ["storage", "luns"]) !== undefined &&
        !isHome(answers)
      )
        continue;
      const taken = take(question, draft, "");
      if (taken.draft === undefined) continue;
      draft = taken.draft;
      proposed.push(`${pathText(path)}: ${proposal}`);
    }
  return { draft, proposed };
}

/** What was seen to be otherwise than a draft says: nodes that are not there, a volume that holds no LUN. */
export function objections(situation: Situation): readonly string[] {
  const { draft } = situation;
  const asked = [nodesQuestion(situation), ...storageQuestions(situation)];
  return asked.flatMap(({ path, objection }) => {
    const value = valueAt(draft, path);
    const text = typeof value === "object" ? Object.keys(value as object).join(", ") : value;
    const against = typeof text === "string" && text !== "" ? objection?.(text) : undefined;
    return against === undefined ? [] : [against];
  });
}

/** The interview makes one LUN and does not ask what it is called. */
export function homeLun({ draft }: Situation): Question {
  const luns = Object.keys(valueAt(draft, ["storage", "luns"]) ?? {});
  return { path: ["jenkins", "lun"], proposal: luns[0] ?? "jenkins" };
}

function isHome(answers: Draft): boolean {
  return valueAt(answers, ["storage", "luns", "jenkins"]) !== undefined;
}
