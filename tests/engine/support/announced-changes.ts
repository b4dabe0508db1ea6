import type { Document } from "yaml";

import type { Verdict } from "../../../preview/verdict";
import { set } from "./platform";

/** A change of settings, and what its report has to say. */
export interface AnnouncedChange {
  readonly change: (settings: Document) => void;
  readonly verdict: Verdict;
  /** Lines that the report has to have, among others: of changes that are safe, all are in one report. */
  readonly told: readonly RegExp[];
  /** Whether a line says that nothing else changes, so that it is previewed by itself. Default: false. */
  readonly alone?: true;
}

/** A newer Jenkins than the local stack has. */
export const newImage = "docker.io/jenkins/jenkins:2.580.2-jdk21";

/** Changes that people make, by what they are. */
export const announcedChanges: Readonly<Record<string, AnnouncedChange>> = {
  "another Jenkins (A-01, A-02)": {
    change: (settings) => {
      set(settings, "jenkins", ["image"], newImage);
    },
    verdict: "restarts Jenkins",
    told: [
      /pod restart: Jenkins 2\.580\.1 → 2\.580\.2$/m,
      /takes snapshot upgrade-2\.580\.1-to-2\.580\.2-… first/,
      /Jenkins 2\.580\.1 → 2\.580\.2 {2}https:\/\/www\.jenkins\.io\/changelog-stable\/#v2\.580\.2$/m,
    ],
  },
  "configuration as code alone (C-04)": {
    change: (settings) => {
      set(settings, "configuration", ["environment"], { TZ_OF_BUILDS: "UTC" });
    },
    verdict: "safe",
    alone: true,
    told: [/reload only: settings of Jenkins$/m],
  },
  "a LUN that grows": {
    change: (settings) => {
      set(settings, "storage", ["luns", "jenkins", "size"], "30Gi");
    },
    verdict: "safe",
    told: [/LUN grows online \(20Gi → 30Gi\)/, /volume states its new size \(20Gi → 30Gi\)/],
  },
  "a LUN that shrinks (P-08)": {
    change: (settings) => {
      set(settings, "storage", ["luns", "jenkins", "size"], "10Gi");
    },
    verdict: "refused",
    told: [
      /LUN would shrink \(20Gi → 10Gi\): a LUN is never shrunk/,
      /expected at least 20Gi, got 10Gi/,
    ],
  },
  "a node that is renamed to one that exists (A-33)": {
    change: (settings) => {
      settings.deleteIn(["config", "jenkins-stack:network", "nodes", "worker-2"]);
      set(settings, "network", ["nodes", "raspberry-pi"], {});
    },
    verdict: "safe",
    told: [/node raspberry-pi may attach volumes of the NAS/, /node worker-2 attaches no more/],
  },
  "a node that does not exist": {
    change: (settings) => {
      set(settings, "network", ["nodes", "worker-9"], {});
    },
    verdict: "refused",
    told: [/resource 'worker-9' does not exist/, /what else would change is not known/],
  },
  "a team with a namespace of its own": {
    change: (settings) => {
      set(settings, "jobs", ["teams"], { web: { namespace: "web-jobs" } });
    },
    verdict: "safe",
    told: [/new namespace web-jobs/, /traffic of the new namespace is limited/],
  },
  "a credential (A-50)": {
    change: (settings) => {
      set(settings, "credentials", ["robot", "username"], "another");
    },
    verdict: "safe",
    told: [/credential robot changes at once, without a restart/],
  },
  "another portal (A-23)": {
    change: (settings) => {
      set(settings, "nas", ["portal"], "[::1]:3999");
    },
    verdict: "refused",
    told: [
      /volume would be replaced: it is protected, because it holds data/,
      /claim would be replaced: it is protected/,
    ],
  },
  "a claim that is renamed (A-30)": {
    change: (settings) => {
      set(settings, "jenkins", ["claim"], "renamed");
    },
    verdict: "refused",
    told: [
      /claim jenkins would be removed: it is protected, because it holds data/,
      /Jenkins starts on another home: claim jenkins → renamed; the old one is kept/,
    ],
  },
  "another home beside the one in use (A-30)": {
    change: (settings) => {
      set(settings, "storage", ["luns", "second"], {
        ...{ volume: "/volume1", size: "20Gi", chapUser: "second" },
        iqn: "iqn.2000-01.com.synology:nas.second",
      });
      set(settings, "storage", ["homes"], { jenkins: { lun: "jenkins" } });
      set(settings, "jenkins", ["claim"], "second");
      set(settings, "jenkins", ["lun"], "second");
    },
    verdict: "touches data: review needed",
    told: [
      /LUN second of 20Gi is found on the NAS, or made/,
      /Jenkins starts on another home: claim jenkins → second; the old one is kept/,
    ],
  },
  "fewer agents at once": {
    change: (settings) => {
      set(settings, "jenkins", ["containerCap"], 4);
    },
    verdict: "interrupts builds",
    told: [/less room for builds: .*pods \d+ → \d+.*; builds that do not fit wait/],
  },
  "more memory for Jenkins": {
    change: (settings) => {
      set(settings, "jenkins", ["memoryLimit"], "6Gi");
    },
    verdict: "restarts Jenkins",
    told: [/pod restart: memory limit 4Gi → 6Gi$/m],
  },
  "another kind of agent": {
    change: (settings) => {
      const go = { image: "docker.io/library/golang:1.26.3" };
      set(settings, "agents", ["templates"], { go: { labels: ["go"], containers: { go } } });
    },
    verdict: "safe",
    alone: true,
    told: [/reload only: agents go \(new\): new pods follow, running builds go on/],
  },
  "no way in from outside": {
    change: (settings) => {
      settings.setIn(["config", "jenkins-stack:exposure"], { type: "none" });
    },
    verdict: "interrupts builds",
    told: [/users and webhooks no longer reach Jenkins by it/],
  },
  "maintenance (A-29)": {
    change: (settings) => {
      set(settings, "jenkins", ["maintenance"], true);
    },
    verdict: "interrupts builds",
    told: [/Jenkins is stopped$/m],
  },
  "settings that are wrong": {
    change: (settings) => {
      set(settings, "jenkins", ["imag"], "x");
    },
    verdict: "refused",
    told: [
      /^refused: stack local, nothing would run$/m,
      /invalid settings of stack local: 1 problem\n +jenkins\.imag: unknown setting; did you mean jenkins\.image\?/,
    ],
  },
};
