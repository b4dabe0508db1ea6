// The picture as shapes. That it is beautiful is for eyes; that nothing covers anything else is proven here, with text
// that is wider than in any usual font.
import assert from "node:assert/strict";

import * as fc from "fast-check";

import { drawn, type Topology } from "../../diagram";
import { picture, pictureWidth } from "../../diagram/draw/picture";
import { boxAreas, overlap, textAreas, topology, within, type Area } from "./support";

describe("picture", () => {
  it("lets no text cover another or leave its box, for small stacks and huge ones", () => {
    assertReadable(topology);
    assertReadable({ ...topology, spaces: [], entries: [], nodes: [], items: [], portal: "" });
    const twelve = Array.from({ length: 12 }, (_, index) => ({ name: `node-${index}.example` }));
    const teams = Array.from({ length: 8 }, (_, index) => ({
      ...topology.spaces[1]!,
      name: `jenkins-team-${"long-".repeat(index)}${index}`,
      role: "team" as const,
    }));
    assertReadable({ ...topology, nodes: twelve, spaces: [...topology.spaces, ...teams] });
  });

  it("lets no text cover another, whatever names a stack has", () => {
    fc.assert(
      fc.property(names, fc.nat(7), fc.nat(12), (texts, spaces, nodes) => {
        assertReadable(named(texts, spaces, nodes));
      }),
      { numRuns: 20 },
    );
  });

  it("shows what is cut as a whole to who points at it", () => {
    const name = `k8s-${"very-".repeat(20)}long.example`;
    const text = drawn({ ...topology, nodes: [{ name }] });
    assert.match(text, new RegExp(`…[^<]*<title>${name}</title>`));
  });

  it("holds no character that would break out of its text", () => {
    const evil = `<script>alert("1")</script>&'\u0001]]>`;
    const text = drawn(named([evil], 2, 2));
    assert.ok(!text.includes("\u0001"));
    assert.doesNotMatch(text, /<script|&'|]]>/);
    assert.doesNotMatch(text.replace(/&#\d+;/g, ""), /&/);
    assert.match(text, /&#60;script&#62;/);
  });

  it("has words for those who do not see it", () => {
    const text = drawn(topology);
    assert.match(text, /role="img" aria-labelledby="title description"/);
    assert.match(text, /<title id="title">Jenkins stack: test<\/title>/);
    assert.match(text, /jenkins-jobs may reach jenkins \(agent · 8080 50000\)/);
  });

  it("has a light and a dark colour for everything that is coloured", () => {
    const text = drawn(topology);
    const [, light = "", dark = ""] =
      /\n(\.page.*)\n@media \(prefers-color-scheme:dark\)\{(.*)\}<\/style>/.exec(text) ?? [];
    const classes = (css: string) => [...css.matchAll(/\.([\w-]+)\{/g)].map(([, name]) => name);
    assert.ok(classes(light).length > 10);
    assert.deepEqual(classes(dark), classes(light));
    assert.notEqual(dark, light);
    const known = new Set([...classes(text), "thick", "dashed"]);
    for (const [, used = ""] of text.matchAll(/<(?:rect|path) class="([^"]+)"/g))
      for (const name of used.split(" ")) assert.ok(known.has(name), name);
  });

  it("draws an arrow where one namespace may reach its neighbour, and no other", () => {
    const arrows = (shown: Topology) =>
      picture(shown).shapes.filter(({ style }) => /^(controller|builds)-line$/.test(style)).length;
    assert.equal(arrows(topology), 1);
    const apart = topology.spaces.map((space) => ({ ...space, traffic: [] }));
    assert.equal(arrows({ ...topology, spaces: apart }), 0);
  });
});

/** Names from DNS labels to what nobody should use. */
const names = fc.array(
  fc.oneof(
    fc.stringMatching(/^[a-z0-9.-]{1,80}$/),
    fc.string({ unit: "grapheme", maxLength: 60 }),
    fc.constant("W".repeat(70)),
  ),
  { minLength: 1, maxLength: 9 },
);

function named(texts: readonly string[], spaces: number, nodes: number): Topology {
  let next = 0;
  const name = () => texts[next++ % texts.length] ?? "";
  const row = (sign: "agents" | "claim" | "out") => ({ sign, text: name(), note: name() });
  return {
    ...topology,
    stack: name(),
    spaces: Array.from({ length: spaces + 1 }, () => ({
      ...topology.spaces[0]!,
      name: name(),
      standard: "restricted",
      contents: [row("agents"), row("claim")],
      traffic: [row("out")],
    })),
    entries: [{ text: name(), note: name(), to: texts[1 % texts.length] ?? "" }],
    nodes: Array.from({ length: nodes }, () => ({ name: name() })),
    nodeLabel: name(),
    portal: name(),
    items: Array.from({ length: spaces }, (_, index) => ({
      kind: index % 2 === 0 ? ("lun" as const) : ("folder" as const),
      name: name(),
      size: "16384Gi",
      claim: `${name()}/${name()}`,
    })),
  };
}

function assertReadable(shown: Topology): void {
  const { shapes, height } = picture(shown);
  const texts = textAreas(shapes);
  const boxes = boxAreas(shapes);
  const whole: Area = { left: 0, top: 0, right: pictureWidth, bottom: height, what: "picture" };
  for (const [index, text] of texts.entries()) {
    assert.ok(within(text, innermost(text, boxes) ?? whole), `${text.what} leaves its box`);
    for (const other of texts.slice(index + 1))
      assert.ok(!overlap(text, other), `${text.what} and ${other.what} overlap`);
  }
  for (const area of boxes) assert.ok(within(area, whole), `${area.what} leaves the picture`);
}

/** The smallest box that the middle of a text is in. */
function innermost(text: Area, boxes: readonly Area[]): Area | undefined {
  const [x, y] = [(text.left + text.right) / 2, (text.top + text.bottom) / 2];
  const around = boxes.filter(
    (area) => x > area.left && x < area.right && y > area.top && y < area.bottom,
  );
  const size = (area: Area) => (area.right - area.left) * (area.bottom - area.top);
  return around.sort((one, other) => size(one) - size(other))[0];
}
