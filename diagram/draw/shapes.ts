import { escaped, fitted, type Face } from "./text";

/** A rectangle with round corners. */
export interface Box {
  readonly kind: "box";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly radius: number;
  readonly style: string;
}

/** One line of text on its baseline. */
export interface Label {
  readonly kind: "label";
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly size: number;
  readonly face: Face;
  readonly anchor: "start" | "middle" | "end";
  readonly style: string;
  /** The whole text where it had to be cut. */
  readonly whole?: string;
}

/** A line or a sign. */
export interface Path {
  readonly kind: "path";
  readonly d: string;
  readonly style: string;
  /** Where the path's own origin is. */
  readonly x: number;
  readonly y: number;
}

/** A part of the picture. */
export type Shape = Box | Label | Path;

/** Shapes, and the height they take. */
export interface Drawing {
  readonly height: number;
  readonly shapes: readonly Shape[];
}

/** A rectangle. */
export function box(
  [x, y]: readonly [number, number],
  [width, height]: readonly [number, number],
  style: string,
  radius = 8,
): Box {
  return { kind: "box", x, y, width, height, radius, style };
}

/** What a label may say of itself. */
export interface LabelStyle {
  readonly size?: number;
  readonly face?: Face;
  readonly anchor?: Label["anchor"];
  readonly style?: string;
}

/** One line of text that is cut to a width. */
export function label(
  [x, y]: readonly [number, number],
  text: string,
  width: number,
  { size = 12, face = "plain", anchor = "start", style = "ink" }: LabelStyle = {},
): Label {
  const shown = fitted(text, width, size, face);
  const whole = shown === text ? {} : { whole: text };
  return { kind: "label", x, y, text: shown, size, face, anchor, style, ...whole };
}

/** A line or a sign at a place. */
export function path([x, y]: readonly [number, number], d: string, style: string): Path {
  return { kind: "path", x, y, d, style };
}

/** A shape as SVG. */
export function svg(shape: Shape): string {
  switch (shape.kind) {
    case "box": {
      const { x, y, width, height, radius, style } = shape;
      return `<rect class="${style}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${radius}"/>`;
    }
    case "label": {
      const { x, y, text, size, face, anchor, style, whole } = shape;
      const anchored = anchor === "start" ? "" : ` text-anchor="${anchor}"`;
      const title = whole === undefined ? "" : `<title>${escaped(whole)}</title>`;
      return `<text class="${style} ${face}" x="${round(x)}" y="${round(y)}" font-size="${size}"${anchored}>${escaped(text)}${title}</text>`;
    }
    case "path":
      return `<path class="${shape.style}" transform="translate(${round(shape.x)} ${round(shape.y)})" d="${shape.d}"/>`;
  }
}

/** Tenths of a pixel: no digits that depend on how a machine adds. */
function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
