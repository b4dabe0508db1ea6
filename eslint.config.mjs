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
        setInterval: "readonly",
        clearInterval: "readonly",
        Buffer: "readonly",
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
  // One entry a folder and depth: a later entry for the same file would replace an earlier one.
  ...["network", "storage", "jenkins", "jobs", "builds", "gentoo"].flatMap((room) => {
    const commands = room === "storage" || room === "network" ? "" : "|^@pulumi/command";
    return [
      border(
        [`components/${room}/*.ts`],
        `^\\.\\./(?!internal/)|^node:${commands}`,
        "a room under components/ imports only itself and components/internal, and does no I/O; only storage and network run commands",
      ),
      border(
        [`components/${room}/*/**/*.ts`],
        `^(\\.\\./){2,}(?!internal/)|^node:${commands}`,
        "a room under components/ imports only itself and components/internal, and does no I/O; only storage and network run commands",
      ),
    ];
  }),
  border(["components/internal/*.ts"], "^\\.\\./", "components/internal imports nobody"),
  border(
    ["components/internal/*/**/*.ts"],
    "^(\\.\\./){2,}",
    "components/internal imports nobody but itself",
  ),
  border(
    ["stacks/**/*.ts"],
    "^(\\.\\./)+(commands|local|nas|preview|policy|plugins|tests|bench|index|components/(?!internal/|jenkins/(plugins|credentials|configuration)/))",
    "stacks/ imports only pure functions of components/internal and of what the controller's settings describe",
  ),
  ...[
    ["nas/*.ts", "^\\.\\./|^@pulumi"],
    ["nas/*/**/*.ts", "^\\.\\./\\.\\./|^@pulumi"],
  ].map(([files, closed]) =>
    border(
      [files],
      closed,
      "nas/ is a tool of its own: it shares no code with the program or the simulator",
    ),
  ),
  border(
    ["plugins/**/*.ts"],
    "^(\\.\\./)+(?!components/(internal|jenkins/plugins)/)|^@pulumi",
    "plugins/ is a tool of its own: of the program it knows the lock file and how a set is closed",
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
  border(["commands/**/*.ts"], "^(\\.\\./)+tests(/|$)", "nothing but tests imports tests/"),
  border(
    ["bench/**/*.ts"],
    "^(\\.\\./)+(tests|commands)(/|$)",
    "nothing but tests imports tests/ or commands/",
  ),
  border(
    ["index.ts"],
    "^\\./(?!stacks|components|program)",
    "index.ts uses stacks/, components/ and program/ only",
  ),
  border(
    ["program/**/*.ts"],
    "^\\.\\./(?!stacks|components)|^node:",
    "program/ joins components of several rooms with the settings, and does no I/O",
  ),
);
