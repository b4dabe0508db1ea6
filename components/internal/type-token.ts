/**
 * Type token of a component class.
 *
 * The middle part stays `index`, whatever room the class lives in: moving a file must not change a URN.
 */
export function typeToken(className: string): string {
  return `jenkins-stack:index:${className}`;
}
