import type { Space, Topology } from "../topology";
import { box, label, path, svg, type Drawing, type Shape } from "./shapes";
import { meanings, signs } from "./signs";
import { spaceCard } from "./space-card";
import { nasDrawing, networkDrawing, nodesDrawing } from "./storage";
import { escaped, widthOf } from "./text";
import { styleSheet } from "./theme";

/** Width of every picture, in pixels. */
export const pictureWidth = 1200;
const margin = 28;
const padding = 20;
const columns = 3;
const gutter = 28;
const inner = pictureWidth - 2 * margin - 2 * padding;
const cardWidth = (inner - (columns - 1) * gutter) / columns;
const entryHeight = 48;

/** The picture in shapes: cluster above, storage network and NAS below. */
export function picture(topology: Topology): Drawing {
  const shapes: Shape[] = [...heading(topology)];
  const top = 92;
  const entered = topology.spaces
    .slice(0, columns)
    .map(({ name }) => topology.entries.filter(({ to }) => to === name));
  const most = Math.max(0, ...entered.map(({ length }) => length));
  const clusterTop = top + (most === 0 ? 0 : most * (entryHeight + 8) + 14);
  const clusterBody: Shape[] = [];
  let bottom = spaceCards(topology.spaces, clusterBody, clusterTop + 44);
  const nodes = nodesDrawing(topology, [margin + padding, bottom + 4], inner);
  clusterBody.push(...nodes.shapes);
  bottom += 4 + nodes.height + padding;
  shapes.push(
    box([margin, clusterTop], [pictureWidth - 2 * margin, bottom - clusterTop], "frame", 12),
    label([margin + padding, clusterTop + 27], "Kubernetes cluster", 300, {
      size: 13,
      face: "bold",
    }),
    ...clusterBody,
  );
  shapes.push(...entryShapes(entered, top, clusterTop + 44));
  shapes.push(...storageLine(bottom - padding, 22 + padding));
  const network = networkDrawing(topology, [margin, bottom + 22], pictureWidth - 2 * margin);
  bottom += 22 + network.height;
  shapes.push(...network.shapes, ...storageLine(bottom, 22));
  const nas = nasDrawing(topology.items, [margin, bottom + 22], pictureWidth - 2 * margin);
  shapes.push(...nas.shapes, ...legend(bottom + 22 + nas.height + 32));
  return { height: bottom + 22 + nas.height + 56, shapes };
}

/** The picture as one SVG file that needs nothing else, in the colours the reader's system prefers. */
export function drawn(topology: Topology): string {
  const { height, shapes } = picture(topology);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${pictureWidth}" height="${height}" viewBox="0 0 ${pictureWidth} ${height}" role="img" aria-labelledby="title description">`,
    `<title id="title">${escaped(titleOf(topology))}</title>`,
    `<desc id="description">${escaped(descriptionOf(topology))}</desc>`,
    `<style>${styleSheet()}</style>`,
    svg(box([0, 0], [pictureWidth, height], "page", 12)),
    ...shapes.map(svg),
    "</svg>",
    "",
  ].join("\n");
}

function titleOf({ stack }: Topology): string {
  return `Jenkins stack: ${stack}`;
}

/** The picture in words, for those who do not see it. */
function descriptionOf({ spaces, nodes, items }: Topology): string {
  const talk = spaces.flatMap(({ name, traffic }) =>
    traffic.map(({ sign, text, note }) =>
      sign === "in" ? `${text} may reach ${name} (${note})` : `${name} may reach ${text} (${note})`,
    ),
  );
  return [
    `Namespaces: ${spaces.map(({ name }) => name).join(", ")}.`,
    `Nodes with a storage adapter: ${nodes.map(({ name }) => name).join(", ")}.`,
    `On the NAS: ${items.map(({ name, size, claim }) => `${name}, ${size}${claim === "" ? "" : `, for ${claim}`}`).join("; ")}.`,
    `Network policies: ${talk.join("; ")}.`,
  ].join(" ");
}

function heading(topology: Topology): readonly Shape[] {
  const { spaces, nodes, items } = topology;
  const count = (number: number, one: string, many: string) =>
    `${number} ${number === 1 ? one : many}`;
  const counts = [
    count(spaces.length, "namespace", "namespaces"),
    count(nodes.length, "storage node", "storage nodes"),
    count(items.filter(({ kind }) => kind === "lun").length, "LUN", "LUNs"),
    count(items.filter(({ kind }) => kind === "folder").length, "NFS folder", "NFS folders"),
  ].join("  ·  ");
  const width = pictureWidth - 2 * margin;
  return [
    label([margin, 46], titleOf(topology), width, { size: 24, face: "bold" }),
    label([margin, 70], counts, width, { size: 13, style: "muted" }),
  ];
}

/** Adds the cards, each to the column that ends first, and returns where the last one ends. */
function spaceCards(spaces: readonly Space[], shapes: Shape[], top: number): number {
  const ends = Array.from({ length: columns }, () => top);
  for (const space of spaces) {
    const end = Math.min(...ends);
    const column = ends.indexOf(end);
    const card = spaceCard(space, [cardLeft(column), end], cardWidth);
    shapes.push(...card.shapes);
    ends[column] = end + card.height + padding;
  }
  shapes.push(...neighbours(spaces.slice(0, columns), top));
  return Math.max(...ends);
}

/** Arrows between cards side by side whose network policies let one reach the other. */
function neighbours(row: readonly Space[], y: number): readonly Shape[] {
  return row.slice(1).flatMap((right, index) => {
    const left = row[index];
    const start: readonly [number, number] = [cardLeft(index) + cardWidth + 4, y + 28];
    const length = gutter - 8;
    const reaches = (from: Space | undefined, to: Space | undefined) =>
      from?.traffic.some(({ sign, text }) => sign === "out" && text === to?.name) === true;
    return [
      ...(reaches(left, right)
        ? [
            path(
              start,
              `M0 0H${length}M${length - 5}-4 ${length} 0l-5 4`,
              `${left?.role ?? ""}-line`,
            ),
          ]
        : []),
      ...(reaches(right, left)
        ? [path([start[0], start[1] + 14], `M${length} 0H0M5-4 0 0l5 4`, `${right.role}-line`)]
        : []),
    ];
  });
}

/** The ways in, each above the namespace it leads to. */
function entryShapes(
  entered: readonly Topology["entries"][],
  top: number,
  cardTop: number,
): readonly Shape[] {
  return entered.flatMap((entries, column) =>
    entries.flatMap(({ text, note }, index) => {
      const [x, y] = [cardLeft(column), top + index * (entryHeight + 8)];
      const last = index === entries.length - 1;
      const length = cardTop - y - entryHeight - 4;
      return [
        box([x, y], [cardWidth, entryHeight], "card"),
        box([x, y], [5, entryHeight], "entry-fill", 2),
        label([x + 18, y + 20], text, cardWidth - 32, { size: 12, face: "bold" }),
        label([x + 18, y + 37], note, cardWidth - 32, { face: "mono", style: "muted" }),
        ...(last
          ? [
              path(
                [x + cardWidth / 2, y + entryHeight + 2],
                `M0 0V${length}M-4 ${length - 5} 0 ${length}l4-5`,
                "entry-line",
              ),
            ]
          : []),
      ];
    }),
  );
}

function storageLine(y: number, length: number): readonly Shape[] {
  return [path([pictureWidth / 2 - 150, y], `M0 0V${length}`, "storage-line thick")];
}

function legend(y: number): readonly Shape[] {
  let x = margin;
  return meanings.flatMap(([sign, meaning]) => {
    const start = x;
    const width = widthOf(meaning, 11, "plain");
    x += 20 + width + 26;
    return [
      path([start, y - 11], signs[sign], "sign"),
      label([start + 20, y], meaning, width + 1, { size: 11, style: "muted" }),
    ];
  });
}

function cardLeft(column: number): number {
  return margin + padding + column * (cardWidth + gutter);
}
