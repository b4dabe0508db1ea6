import { kubeconfigQuestion } from "../../init/cluster-questions";
import type { Discovered } from "../../init/discovered";
import { problemsAt, type Draft } from "../../init/draft";
import type { Lookout } from "../../init/interview";
import { reachQuestions } from "../../init/nas-questions";
import { take, textAt, type Situation } from "../../init/question";

/** What answers say, and what can be looked at with it. */
export interface View {
  readonly stack: string;
  readonly answers: Draft;
  readonly nasPassword: string | undefined;
  readonly lookout: Lookout;
  readonly say: (text: string) => void;
}

/** Looks at the cluster and, with a password, at the NAS of answers; what cannot be looked at is said and left out. */
export async function seenFrom(view: View): Promise<Discovered> {
  const { stack, answers, nasPassword, lookout, say } = view;
  const draft = reachable({ stack, draft: answers, discovered: {} });
  const cluster = await lookout.cluster(draft);
  if (typeof cluster === "string") say(`the cluster was not looked at: ${cluster}\n`);
  const nas = await nasSeen(draft, nasPassword, lookout);
  if (typeof nas === "string") say(`the NAS was not looked at: ${nas}\n`);
  return {
    ...(typeof cluster === "string" ? {} : { cluster }),
    ...(typeof nas === "string" ? {} : { nas }),
  };
}

/** The answers with what the interview would have proposed for the ways to the cluster and the NAS. */
function reachable(situation: Situation): Draft {
  const questions = [kubeconfigQuestion(situation), ...reachQuestions(situation)];
  return questions.reduce(
    (draft, question) => take(question, draft, "").draft ?? draft,
    situation.draft,
  );
}

/** No credential leaves for an address or an account that the settings would refuse. */
async function nasSeen(
  draft: Draft,
  password: string | undefined,
  lookout: Lookout,
): ReturnType<Lookout["nas"]> {
  if (password === undefined) return "no password was given";
  const unusable = ["url", "account"].some((name) => {
    const text = textAt(draft, ["nas", name]);
    return text === undefined || problemsAt(["nas", name], text).length > 0;
  });
  return unusable ? "its address or account is not known" : await lookout.nas(draft, password);
}
