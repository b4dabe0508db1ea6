import type { NasItem, Topology } from "../topology";
import { box, label, path, type Drawing, type Shape } from "./shapes";
import { folder, signs } from "./signs";
import { widthOf } from "./text";

const gap = 16;

/** The nodes that reach the NAS, and what is true of all others. */
export function nodesDrawing(
  { nodes, architectures }: Topology,
  [x, y]: readonly [number, number],
  width: number,
): Drawing {
  const groupWidth = Math.round((width - gap) * 0.72);
  const columns = 3;
  const cellWidth = (groupWidth - 2 * 14 - (columns - 1) * 12) / columns;
  const rows = Math.max(1, Math.ceil(nodes.length / columns));
  const height = 34 + rows * 46 + 4;
  const shapes: Shape[] = [
    box([x, y], [groupWidth, height], "tint"),
    label([x + 14, y + 22], "Nodes with a storage adapter", groupWidth - 28, {
      size: 12,
      face: "bold",
      style: "storage-fill",
    }),
  ];
  for (const [index, { name }] of nodes.entries()) {
    const left = x + 14 + (index % columns) * (cellWidth + 12);
    const top = y + 34 + Math.floor(index / columns) * 46;
    shapes.push(
      box([left, top], [cellWidth, 36], "card", 6),
      label([left + cellWidth / 2, top + 23], name, cellWidth - 20, {
        face: "mono",
        anchor: "middle",
      }),
    );
  }
  const left = x + groupWidth + gap;
  const rest = width - groupWidth - gap;
  shapes.push(
    box([left, y], [rest, height], "card dashed"),
    label([left + 14, y + 22], "Other nodes", rest - 28, { size: 12, face: "bold" }),
    ...othersText(architectures).map((line, index) =>
      label([left + 14, y + 42 + index * 17], line, rest - 28, { size: 11, style: "muted" }),
    ),
  );
  return { height, shapes };
}

/** What other nodes are for, in lines. */
function othersText(architectures: readonly string[]): readonly string[] {
  const alone = architectures.length === 1 && architectures[0] === "amd64";
  return [
    `builds without a LUN: ${architectures.join(", ")}`,
    ...(alone ? ["Raspberry Pi (arm64): nothing"] : []),
  ];
}

/** The storage network, between the nodes and the NAS. */
export function networkDrawing(
  { portal, nodeLabel, items }: Topology,
  [x, y]: readonly [number, number],
  width: number,
): Drawing {
  const height = 34;
  const protocols = [
    ...(portal === "" ? [] : [`iSCSI ${portal}`]),
    ...(items.some(({ kind }) => kind === "folder") ? ["NFS"] : []),
    ...(nodeLabel === "" ? [] : [nodeLabel]),
  ].join("   ·   ");
  return {
    height,
    shapes: [
      box([x, y], [width, height], "storage-fill", 17),
      label([x + 20, y + 22], "Storage network", 140, { size: 13, face: "bold", style: "page" }),
      label([x + width - 20, y + 22], protocols, width - 200, {
        size: 12,
        face: "mono",
        anchor: "end",
        style: "page",
      }),
    ],
  };
}

/** The NAS, with everything on it that a claim is about. */
export function nasDrawing(
  items: readonly NasItem[],
  [x, y]: readonly [number, number],
  width: number,
): Drawing {
  const columns = 4;
  const cellWidth = (width - 2 * 20 - (columns - 1) * gap) / columns;
  const height = 40 + Math.max(1, Math.ceil(items.length / columns)) * 76 + 4;
  const shapes: Shape[] = [
    box([x, y], [width, height], "frame", 12),
    label([x + 20, y + 26], "Synology NAS", width - 40, { size: 13, face: "bold" }),
  ];
  for (const [index, item] of items.entries()) {
    const left = x + 20 + (index % columns) * (cellWidth + gap);
    const top = y + 40 + Math.floor(index / columns) * 76;
    shapes.push(...itemShapes(item, [left, top], cellWidth));
  }
  return { height, shapes };
}

function itemShapes(
  { kind, name, size, claim }: NasItem,
  [x, y]: readonly [number, number],
  width: number,
): readonly Shape[] {
  const lun = kind === "lun";
  const room = width - 38 - 14 - 50;
  // Where namespace and claim are too long together, the claim says more.
  const whose = widthOf(claim, 11, "plain") <= room ? claim : claim.replace(/^.*\//, "");
  return [
    box([x, y], [width, 60], "card"),
    path([x + 14, y + 13], lun ? signs.claim : folder, "storage-line"),
    label([x + 38, y + 25], name, width - 38 - 14 - 34, { face: "mono" }),
    label([x + width - 14, y + 45], size, 46, { size: 11, anchor: "end", style: "muted" }),
    label([x + 38, y + 45], claim === "" ? "no claim" : whose, room, {
      size: 11,
      style: "muted",
    }),
    label([x + width - 14, y + 25], lun ? "LUN" : "NFS", 30, {
      size: 10,
      face: "bold",
      anchor: "end",
      style: "storage-fill",
    }),
  ];
}
