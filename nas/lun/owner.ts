/**
 * Mark in the description of every LUN this tool makes. It carries the IQN, because that is the one name two stacks on
 * one NAS never share: a LUN another stack has made, but not mapped yet, is told from one's own by it.
 */
export function ownerMark(iqn: string): string {
  return `jenkins-stack:${iqn}`;
}

/** IQN in the mark of a description; undefined when it carries none. */
export function ownerOf(description: string): string | undefined {
  return /jenkins-stack:(iqn\.[a-z0-9.:-]+)/.exec(description)?.[1];
}

/** Description of a LUN this tool makes: a text for people, and the mark. */
export function markedDescription(text: string, iqn: string): string {
  return `${text} [${ownerMark(iqn)}]`.trim();
}
