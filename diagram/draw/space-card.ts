import type { Row, Space } from "../topology";
import { box, label, path, type Drawing, type Shape } from "./shapes";
import { signs } from "./signs";
import { widthOf, wrapped } from "./text";

const padding = 16;
const rowHeight = 21;
const headerHeight = 56;
const textStart = padding + 24;
const noteSize = 11;
const textSize = 12;

const roles: Readonly<Record<Space["role"], string>> = {
  controller: "the controller",
  builds: "builds",
  team: "builds of a team",
  storage: "what opens the LUNs",
};

/** A namespace: what runs in it and what it holds, then who may talk to whom. */
export function spaceCard(space: Space, [x, y]: readonly [number, number], width: number): Drawing {
  const right = x + width - padding;
  const chip = space.standard;
  const chipWidth = chip === "" ? 0 : widthOf(chip, noteSize, "plain") + 16;
  const shapes: Shape[] = [
    label([x + padding, y + 30], space.name, width - 2 * padding - chipWidth - 8, {
      size: 15,
      face: "bold",
    }),
    label([x + padding, y + 47], roles[space.role], width - 2 * padding, {
      size: noteSize,
      style: "muted",
    }),
  ];
  if (chip !== "")
    shapes.push(
      box([right - chipWidth, y + 17], [chipWidth, 20], "frame", 10),
      label([right - chipWidth / 2, y + 31], chip, chipWidth, {
        size: noteSize,
        anchor: "middle",
        style: "muted",
      }),
    );
  let bottom = y + headerHeight;
  for (const row of space.contents) bottom = addRow(shapes, row, [x, bottom], width);
  if (space.traffic.length > 0) {
    shapes.push(path([x + padding, bottom + 8], `M0 0H${width - 2 * padding}`, "rule"));
    bottom += 16;
    for (const row of space.traffic) bottom = addRow(shapes, row, [x, bottom], width);
  }
  const height = bottom + 12 - y;
  const accent = box([x, y], [width, 5], `${space.role}-fill`, 2);
  return { height, shapes: [box([x, y], [width, height], "card"), accent, ...shapes] };
}

/** Adds one row and returns where the next one begins. */
function addRow(
  shapes: Shape[],
  { sign, text, note }: Row,
  [x, y]: readonly [number, number],
  width: number,
): number {
  const baseline = y + 15;
  const inner = width - textStart - padding;
  // The name is what a reader looks for: a note that is too long gets what the name leaves, and half of the row at least.
  const left = sign === "agents" ? 0 : inner - 10 - widthOf(text, textSize, "mono");
  const noteWidth = Math.min(widthOf(note, noteSize, "plain"), Math.max(inner / 2, left));
  const room = inner - noteWidth - (note === "" ? 0 : 10);
  const lines = sign === "agents" ? wrapped(text, room, textSize, "mono") : [text];
  shapes.push(path([x + padding, y + 3], signs[sign], "sign"));
  for (const [index, line] of lines.entries())
    shapes.push(
      label([x + textStart, baseline + index * 17], line, room, { size: textSize, face: "mono" }),
    );
  if (note !== "")
    shapes.push(
      label([x + width - padding, baseline], note, noteWidth + 0.1, {
        size: noteSize,
        anchor: "end",
        style: "muted",
      }),
    );
  return y + rowHeight + (lines.length - 1) * 17;
}
