import { fault, type Finding } from "./finding";
import type { Progress } from "./progress";

/** What a check found, and what later checks need of it. */
export interface Looked<T> {
  readonly findings: readonly Finding[];
  /** Absent when those that need it cannot be made. */
  readonly value?: T;
}

/** How long a check may take, and who is told that it takes long. */
export interface Limits {
  readonly seconds: number;
  readonly progress: Progress;
}

/**
 * Makes one check within a time limit; what it fails at becomes its finding, so that the others still run.
 *
 * @throws what is a bug of this program: its stack is wanted
 */
export async function within<T>(
  check: string,
  { seconds, progress }: Limits,
  look: () => Promise<Looked<T>>,
): Promise<Looked<T>> {
  const end = progress.begin(check);
  const clock = timeLimit(seconds);
  try {
    const looked = await Promise.race([look(), clock.over]);
    return looked ?? { findings: [late(check, seconds)] };
  } catch (error) {
    if (!(error instanceof Error) || isBug(error)) throw error;
    return { findings: [ofError(check, error)] };
  } finally {
    clock.stop();
    end();
  }
}

/** The finding for an error of the house's shape: what was found, `; `, what to do. */
export function ofError(check: string, { message }: Error): Finding {
  const line = message.trim().replaceAll(/\s*\n\s*/g, " ");
  const at = line.indexOf("; ");
  return at < 0
    ? fault(check, line, "see what it says, then run doctor again")
    : fault(check, line.slice(0, at), line.slice(at + 2));
}

function late(check: string, seconds: number): Finding {
  return fault(
    check,
    `no answer within ${seconds} s`,
    "look whether it is overloaded, or a firewall drops what is sent to it",
  );
}

function isBug(error: Error): boolean {
  return (
    error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
  );
}

function timeLimit(seconds: number): { over: Promise<undefined>; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
    }, seconds * 1000);
  });
  return {
    over,
    stop: () => {
      clearTimeout(timer);
    },
  };
}
