import {
  parseGitRepository,
  parseGitRevision,
  parseRepositoryPath,
} from "../../../components/internal/git-repository";
import { describeParser } from "./parsing";

const repository =
  "expected the address of a Git repository such as https://git.example/team/app.git";
const revision = "expected a branch, tag or commit such as main";
const file = "expected a file of the repository such as Jenkinsfile";

describeParser(
  parseGitRepository,
  [
    "https://git.example/team/app.git",
    "https://git.example:8443/~user/app",
    "ssh://git@git.example:2222/team/app.git",
    "git@git.example:team/app.git",
  ].map((text) => [text, text] as const),
  [
    ["", `${repository}, got ""`],
    ["app", `${repository}, got "app"`],
    ["file:///repo", `${repository}, got "file:///repo"`],
    ["https://git.example/", `${repository}, got "https://git.example/"`],
    ["https://git.example/a b", `${repository}, got "https://git.example/a b"`],
    ["git@git.example:-oProxyCommand=x", `${repository}, got "git@git.example:-oProxyCommand=x"`],
    [
      "http://git.example/a.git",
      `${repository}, got "http://git.example/a.git"; code that is built must not be changed on its way`,
    ],
    [
      "https://token@git.example/a.git",
      `${repository}, without a user or password in it, got one with them; name a credential`,
    ],
    [
      "ssh://git:secret@git.example/a.git",
      `${repository}, without a user or password in it, got one with them; name a credential`,
    ],
  ],
);

describeParser(
  parseGitRevision,
  ["main", "release/1.2", "v1.0.0", "0a1b2c3"].map((text) => [text, text] as const),
  ["", "-x", "a b", "a..b", "a//b", "a/", "x.lock"].map(
    (text) => [text, `${revision}, got ${JSON.stringify(text)}`] as const,
  ),
);

describeParser(
  parseRepositoryPath,
  ["Jenkinsfile", "ci/release.groovy", ".ci/x"].map((text) => [text, text] as const),
  ["", "/Jenkinsfile", "../x", "a/./b", "a//b", "a b"].map(
    (text) => [text, `${file}, got ${JSON.stringify(text)}`] as const,
  ),
);
