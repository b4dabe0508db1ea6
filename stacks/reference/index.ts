import { sections } from "../settings";
import { fileSchema } from "./file-schema";
import { referenceMarkdown } from "./reference-markdown";

/** One generated file. */
export interface RenderedDocument {
  /** Relative to the project's root. */
  readonly path: string;
  readonly content: string;
}

/** The configuration reference and the JSON Schema, generated from the schemas of the settings. */
export function renderedDocs(): RenderedDocument[] {
  return [
    { path: "docs/configuration.md", content: referenceMarkdown(sections) },
    {
      path: "docs/configuration.schema.json",
      content: `${JSON.stringify(fileSchema(sections), null, 2)}\n`,
    },
  ];
}
