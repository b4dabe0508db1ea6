/** Colours of one theme, by what they are for. */
type Palette = Readonly<
  Record<
    | "page"
    | "frame"
    | "card"
    | "line"
    | "ink"
    | "muted"
    | "controller"
    | "builds"
    | "team"
    | "storage"
    | "entry"
    | "tint",
    string
  >
>;

const light: Palette = {
  page: "#ffffff",
  frame: "#f6f8fa",
  card: "#ffffff",
  line: "#d0d7de",
  ink: "#1f2328",
  muted: "#59636e",
  controller: "#0969da",
  builds: "#8250df",
  team: "#bf3989",
  storage: "#1a7f37",
  entry: "#bc4c00",
  tint: "#e6f6ea",
};

const dark: Palette = {
  page: "#0d1117",
  frame: "#151b23",
  card: "#0d1117",
  line: "#3d444d",
  ink: "#f0f6fc",
  muted: "#9198a1",
  controller: "#4493f8",
  builds: "#ab7df8",
  team: "#db61a2",
  storage: "#3fb950",
  entry: "#db6d28",
  tint: "#12261e",
};

const accents = ["controller", "builds", "team", "storage", "entry"] as const;

/** The style sheet: light, and dark where the reader's system is. */
export function styleSheet(): string {
  return [
    "text{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}",
    "text.mono{font-family:ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace}",
    "text.bold{font-weight:600}",
    "path{fill:none;stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}",
    ".thick{stroke-width:5}.dashed{stroke-dasharray:5 4}",
    colours(light),
    `@media (prefers-color-scheme:dark){${colours(dark)}}`,
  ].join("\n");
}

function colours(palette: Palette): string {
  return [
    `.page{fill:${palette.page}}`,
    `.frame{fill:${palette.frame};stroke:${palette.line}}`,
    `.card{fill:${palette.card};stroke:${palette.line}}`,
    `.tint{fill:${palette.tint};stroke:${palette.storage}}`,
    `.rule{stroke:${palette.line}}`,
    `.ink{fill:${palette.ink}}.muted{fill:${palette.muted}}.sign{stroke:${palette.muted}}`,
    ...accents.map(
      (accent) =>
        `.${accent}-fill{fill:${palette[accent]}}.${accent}-line{stroke:${palette[accent]}}`,
    ),
  ].join("");
}
