import { z } from "zod";

import {
  parseDescription,
  parseFileName,
  parseGitHubAppId,
} from "../../components/internal/credential-field";
import { parseItemPath } from "../../components/internal/item-path";
import { parseSubdomain } from "../../components/internal/kubernetes-name";
import { parseKeyFingerprint } from "../../components/internal/openpgp-key";
import { parseHttpsAddress } from "../../components/internal/web-address";
import { group, keyed, oneOf, text, yesOrNo } from "../fields";
import { parseWord } from "../words";

const credential = group({
  type: oneOf([
    "sshKey",
    "usernamePassword",
    "secretText",
    "secretFile",
    "certificate",
    "gitHubApp",
    "gpgKey",
  ]).meta({
    description:
      "What it is. A gpgKey is a file whose fingerprint is pinned. What is secret about it is in credentialSecrets.",
    examples: ["sshKey"],
  }),
  description: text(parseDescription)
    .exactOptional()
    .meta({ description: "What it is for, as Jenkins shows it.", examples: ["Publishes RPMs"] }),
  global: yesOrNo()
    .exactOptional()
    .meta({
      description:
        "true: every job may use it. Either this or folders: what a credential is open to is never a default.",
      examples: [true],
    }),
  folders: z
    .array(text(parseItemPath), { error: "a list of folders" })
    .exactOptional()
    .meta({
      description:
        "Folders and multibranch projects whose jobs may use it, by their full names. Folders inside of these are not included.",
      examples: [["rpm"]],
    }),
  generated: yesOrNo()
    .exactOptional()
    .meta({
      description:
        "true: the password of a usernamePassword, or the text of a secretText, is made up and kept in state; credentialSecrets holds none.",
      examples: [true],
    }),
  username: text(parseWord)
    .exactOptional()
    .meta({
      description: "User of an sshKey or a usernamePassword.",
      examples: ["jenkins"],
    }),
  filename: text(parseFileName)
    .exactOptional()
    .meta({
      description:
        "Name that builds see for a secretFile; that of a gpgKey is <id>.asc by default.",
      examples: ["rpm-signing.asc"],
    }),
  fingerprint: text(parseKeyFingerprint)
    .exactOptional()
    .meta({
      description: "Fingerprint of a gpgKey: another key is refused at preview.",
      examples: ["75358B0A468890916209D842A1BEACF41C4F2D74"],
    }),
  appID: text(parseGitHubAppId)
    .exactOptional()
    .meta({ description: "Number of a gitHubApp, in quotes.", examples: ["123456"] }),
  owner: text(parseWord)
    .exactOptional()
    .meta({
      description: "Organisation of a gitHubApp that is installed in several.",
      examples: ["example"],
    }),
  apiUri: text(parseHttpsAddress)
    .exactOptional()
    .meta({
      description: "API of a gitHubApp that is not on github.com.",
      examples: ["https://github.example/api/v3"],
    }),
}).meta({ description: "One credential." });

/** What builds log in and sign with. */
export const credentials = keyed(parseSubdomain, credential)
  .default({})
  .meta({
    description:
      "What builds log in and sign with, by the id that pipelines use; it is also the name of the Secret.",
    examples: [{ "jenkins-repohost": { type: "sshKey", username: "repohost", folders: ["rpm"] } }],
  });
