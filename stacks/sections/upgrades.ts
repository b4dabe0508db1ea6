import { group, listOf, oneOf, text, wholeNumber, yesOrNo } from "../fields";
import { parseLine, parseReason } from "../job-words";
import { parseProjectPath } from "../paths";
import { parseDowngrade } from "../upgrade-words";
import { snapshotCommand, snapshotHttp } from "./upgrade-targets";

/** What happens when the controller's pod is replaced. */
export const upgrades = group({
  snapshot: group({
    target: oneOf(["synology", "http", "command", "none"])
      .default("synology")
      .meta({
        description:
          "What keeps the home before its controller is replaced: a locked snapshot of the LUN on the NAS, a request to another storage, a command, or nothing.",
        examples: ["synology"],
      }),
    reason: text(parseReason)
      .exactOptional()
      .meta({
        description: "Why nothing does; needed with none, and printed at every upgrade.",
        examples: ["the volume is replicated every minute"],
      }),
    http: snapshotHttp,
    command: snapshotCommand,
  })
    .prefault({})
    .meta({ description: "What keeps the home as it was before an upgrade." }),
  retention: group({
    count: wholeNumber(1, 100)
      .default(10)
      .meta({
        description: "How many snapshots of upgrades are kept.",
        examples: [10],
      }),
    days: wholeNumber(1, 3650)
      .default(180)
      .meta({
        description:
          "How old, in days, such a snapshot may become; the newest stays whatever its age.",
        examples: [90],
      }),
  })
    .prefault({})
    .meta({
      description:
        "Which snapshots of upgrades are kept. No other snapshot is looked at, and one that somebody has unlocked on the NAS is theirs.",
    }),
  jenkins: group({
    through: oneOf(["address", "service", "nothing"])
      .default("address")
      .meta({
        description:
          "How the machine that deploys reaches Jenkins: by jenkins.url, by its Service from inside of the cluster, or not at all. Then it is neither made quiet nor looked at afterwards.",
        examples: ["service"],
      }),
    reason: text(parseReason)
      .exactOptional()
      .meta({
        description: "Why it does not; needed with nothing, and printed at every upgrade.",
        examples: ["deployments come from a network that reaches the cluster's API alone"],
      }),
    certificateAuthority: text(parseProjectPath)
      .exactOptional()
      .meta({
        description:
          "PEM file of the authority that signed Jenkins' certificate, relative to the project's root; when absent, the authorities that Node.js trusts.",
        examples: ["certificates/pyrocufflink.pem"],
      }),
  })
    .prefault({})
    .meta({ description: "How Jenkins itself takes part in its upgrade." }),
  quietDown: group({
    enabled: yesOrNo()
      .default(true)
      .meta({
        description: "Whether Jenkins starts no more builds from before the snapshot on.",
        examples: [true],
      }),
    wait: yesOrNo()
      .default(true)
      .meta({
        description:
          "Whether to wait for the builds that a restart would lose. Pipelines go on after it.",
        examples: [false],
      }),
    minutes: wholeNumber(1, 1440)
      .default(30)
      .meta({ description: "Longest wait for them, in minutes.", examples: [60] }),
    message: text(parseLine)
      .default("Jenkins is about to be upgraded")
      .meta({
        description: "What users read meanwhile.",
        examples: ["Jenkins is about to be upgraded"],
      }),
    whenBusy: oneOf(["stop", "continue"])
      .default("stop")
      .meta({
        description:
          "What to do when builds still run after that: stop the deployment and let Jenkins go on, or lose them.",
        examples: ["stop"],
      }),
    whenUnreachable: oneOf(["stop", "continue"])
      .default("stop")
      .meta({
        description:
          "What to do when the home is in use and no Jenkins answers: stop the deployment, or take Jenkins to be down.",
        examples: ["continue"],
      }),
  })
    .prefault({})
    .meta({ description: "How Jenkins is made quiet before its pod is replaced." }),
  check: group({
    minutes: wholeNumber(1, 240)
      .default(20)
      .meta({
        description:
          "How long Jenkins may take, once its new pod is ready, until it lets users log in and says that it has the version of its image.",
        examples: [20],
      }),
  })
    .prefault({})
    .meta({ description: "What has to be true afterwards." }),
  allowDowngrade: listOf(
    text(parseDowngrade).meta({
      description: "One step back.",
      examples: ["jenkins 2.580.2 -> 2.580.1"],
    }),
  )
    .default([])
    .meta({
      description:
        "Steps back that are permitted, as a refused deployment prints them. A home is not made for them: restore the snapshot from before the upgrade instead, where there is one.",
      examples: [["jenkins 2.580.2 -> 2.580.1"]],
    }),
})
  .prefault({})
  .meta({
    description:
      "What happens when the controller's pod is replaced: what is kept, who is asked to wait, and what is looked at afterwards.",
  });
