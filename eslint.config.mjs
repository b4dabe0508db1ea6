import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** Forbids imports that cross a border between rooms; each pattern comes with the reason it is closed. */
const border = (files, group, message, ignores = []) => ({
  files,
  ignores,
  rules: { "no-restricted-imports": ["error", { patterns: [{ regex: group, message }] }] },
});

export default tseslint.config(
  { ignores: ["node_modules/", ".local/", ".local-*/", "coverage/"] },
  js.configs.recommended,
  { files: ["**/*.ts"], extends: [tseslint.configs.strictTypeChecked] },
  {
    files: ["**/*.ts"],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: true },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name='apply'] NewExpression",
          message: "nothing is created or thrown inside apply: it would be invisible in preview",
        },
      ],
      eqeqeq: "error",
    },
  },
  {
    files: ["**/*.cjs", "**/*.mjs"],
    languageOptions: {
      globals: {
        require: "readonly",
        exports: "writable",
        module: "writable",
        __dirname: "readonly",
        process: "readonly",
        console: "readonly",
        setTimeout: "readonly",
      },
    },
  },
  {
    // describe/it promises belong to mocha; an unused expression is never an assertion here.
    files: ["tests/**/*.ts"],
    rules: {
      "@typescript-eslint/no-floating-promises": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  ...["network", "storage", "jenkins", "jobs", "builds", "gentoo"].map((room) =>
    border(
      [`components/${room}/**/*.ts`],
      `^(\\.\\./(?!${room}/|internal/)|\\.\\./\\.\\./|node:(?!crypto|net))`,
      "a room under components/ imports only itself and components/internal; index.ts passes outputs between rooms",
      [`components/${room}/*/**/*.ts`],
    ),
  ),
  border(["components/internal/**/*.ts"], "^\\.\\./", "components/internal imports nobody"),
  border(
    ["components/!(storage)/**/*.ts"],
    "^@pulumi/command",
    "only components/storage runs commands",
  ),
  border(
    ["stacks/**/*.ts"],
    "^\\.\\./(?!components/)",
    "stacks/ imports only pure parsers of components/",
  ),
  border(
    ["nas/**/*.ts"],
    "^\\.\\./|^@pulumi",
    "nas/ is a tool of its own: it shares no code with the program or the simulator",
  ),
  border(
    ["local/**/*.ts"],
    "^(\\.\\./)+(components|nas|commands|tests|bench|preview|policy)/",
    "local/ knows nothing of the program but its settings",
  ),
  border(
    ["local/plugins/**/*.ts"],
    "^(\\.\\./){2,}(components|stacks|nas|commands|tests|bench)/",
    "a plugin knows nothing of this program",
  ),
  border(["index.ts"], "^\\./(?!stacks|components)", "index.ts uses stacks/ and components/ only"),
);
