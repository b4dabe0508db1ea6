import { Failure } from "../../nas/failure";
import { send, type HttpAnswer } from "../../upgrade/http";
import { authorizationOf, proofOf, type JenkinsAddress } from "../../upgrade/jenkins/client";

/** Why something was not learned from Jenkins, in one line without a secret. */
export class Unlearned extends Error {}

/** Nobody answers: nothing else will be learned either. */
export class Unreached extends Unlearned {}

/** Longest wait for an answer, in milliseconds: Jenkins may well be out of reach of whoever asks. */
const patience = 10_000;

/** A Jenkins that is only read. */
export class JenkinsReader {
  constructor(private readonly address: JenkinsAddress) {}

  /**
   * A document of the JSON API.
   *
   * @throws Unlearned when Jenkins does not answer, refuses, or sends something else
   */
  async json(path: string): Promise<unknown> {
    const { body } = await this.page("GET", path);
    try {
      return JSON.parse(body);
    } catch {
      throw new Unlearned(`${this.at(path)}: expected JSON, got ${body.length} other characters`);
    }
  }

  /**
   * The configuration as the plugin exports it. It is asked for with a POST, so Jenkins wants a crumb first.
   *
   * @throws Unlearned when Jenkins does not answer or refuses
   */
  async exportedConfiguration(): Promise<string> {
    const proof = proofOf(await this.page("GET", "crumbIssuer/api/json"));
    return (await this.page("POST", "manage/configuration-as-code/export", proof)).body;
  }

  private async page(
    method: "GET" | "POST",
    path: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<HttpAnswer> {
    const { certificateAuthority } = this.address;
    const answer = await send({
      setting: "jenkins.url",
      url: this.at(path),
      method,
      headers: { ...headers, ...authorizationOf(this.address) },
      certificateAuthority,
      timeoutMilliseconds: patience,
    }).catch((error: unknown) => {
      throw error instanceof Failure ? new Unreached(error.message) : error;
    });
    if (answer.status === 200) return answer;
    throw new Unlearned(`${this.at(path)}: expected an answer, got status ${answer.status}`);
  }

  private at(path: string): string {
    return new URL(path, this.address.url).href;
  }
}
