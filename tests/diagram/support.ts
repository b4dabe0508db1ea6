import type { Topology } from "../../diagram";
import type { Label, Shape } from "../../diagram/draw/shapes";
import { widthOf } from "../../diagram/draw/text";

/** A small stack that is fine; a test replaces what it is about. */
export const topology: Topology = {
  stack: "test",
  spaces: [
    {
      name: "jenkins",
      role: "controller",
      standard: "restricted",
      contents: [{ sign: "workload", text: "jenkins", note: "2.580.1-jdk21" }],
      traffic: [{ sign: "in", text: "jenkins-jobs", note: "8080 50000" }],
    },
    {
      name: "jenkins-jobs",
      role: "builds",
      standard: "baseline",
      contents: [{ sign: "agents", text: "agents default, gentoo", note: "at most 10" }],
      traffic: [{ sign: "out", text: "jenkins", note: "agent · 8080 50000" }],
    },
  ],
  entries: [{ text: "Browsers and webhooks", note: "https://jenkins.example", to: "jenkins" }],
  nodes: [{ name: "worker-1" }, { name: "worker-2" }],
  nodeLabel: "network.example/storage",
  architectures: ["amd64"],
  portal: "[fd00::10]:3260",
  items: [{ kind: "lun", name: "jenkins", size: "20Gi", claim: "jenkins/jenkins" }],
};

/** A rectangle in the picture. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** What is there, for messages. */
  readonly what: string;
}

/** The most room that each text takes in any usual font. */
export function textAreas(shapes: readonly Shape[]): Area[] {
  return shapes.filter((shape): shape is Label => shape.kind === "label").map(areaOf);
}

/** The rectangles that are drawn. */
export function boxAreas(shapes: readonly Shape[]): Area[] {
  return shapes.flatMap((shape) =>
    shape.kind === "box"
      ? [
          {
            left: shape.x,
            top: shape.y,
            right: shape.x + shape.width,
            bottom: shape.y + shape.height,
            what: shape.style,
          },
        ]
      : [],
  );
}

/** Whether two rectangles share more than an edge. */
export function overlap(one: Area, other: Area): boolean {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  );
}

/** Whether a rectangle lies in another one. */
export function within(inner: Area, outer: Area): boolean {
  return (
    inner.left >= outer.left &&
    inner.right <= outer.right &&
    inner.top >= outer.top &&
    inner.bottom <= outer.bottom
  );
}

function areaOf({ x, y, text, size, face, anchor }: Label): Area {
  const width = widthOf(text, size, face);
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return { left, top: y - size * 0.8, right: left + width, bottom: y + size * 0.25, what: text };
}
