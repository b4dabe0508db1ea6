/** Transpiles many files that are not kept yet, in one process of esbuild. */
export declare function prepare(fileNames: readonly string[]): Promise<void>;
