/** File with the bundle of a program; undefined when it cannot be kept. @throws SyntaxError for a mistake in a source */
export declare function bundle(entry: string, cache: string): string | undefined;
