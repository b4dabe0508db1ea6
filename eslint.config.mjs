import js from "@eslint/js";
import tseslint from "typescript-eslint";

/** Forbids imports that cross a border between rooms; each pattern comes with the reason it is closed. */
const border = (files, group, message, ignores = []) => ({
  files,
  ignores,
  rules: { "no-restricted-imports": ["error", { patterns: [{ regex: group, message }] }] },
});

export default tseslint.config(
  { ignores: ["node_modules/", ".local/", ".local-*/", "coverage/", "policy/pack/index.js"] },
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
    // Rules that need types would take half of the time for tests, whose types tsc checks and which are run.
    files: ["tests/**/*.ts"],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { parserOptions: { projectService: false } },
    rules: { "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    files: ["index.ts", "program/**/*.ts", "stacks/**/*.ts", "components/**/*.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        ...["__dirname", "__filename", "require"].map((name) => ({
          name,
          message: "the program runs as one file: a module of it lies nowhere",
        })),
      ],
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
    "^(\\.\\./)+(commands|local|nas|preview|policy|plugins|tests|bench|index|components/(?!internal/|jenkins/(plugins|credentials|configuration)/))|^@pulumi/(?!pulumi)",
    "stacks/ imports only pure functions of components/internal and of what the controller's settings describe, and no provider: a mistake is told before one is loaded",
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
  ...["policy/*.ts", "policy/*/**/*.ts"].map((files, depth) =>
    border(
      [files],
      `^(\\.\\./){${depth + 1}}(?!stacks/)[^.]|^node:(fs|child_process|net|http)`,
      "policy/ judges what it is given: of the program it knows the settings alone",
    ),
  ),
  border(
    ["upgrade/**/*.ts"],
    "^(\\.\\./)+(stacks|local|commands|tests|bench|preview|policy|plugins/|program|components/(?!internal/|jenkins/plugins/version))|^@pulumi",
    "upgrade/ is a tool of its own: it drives the NAS tool, and knows of the program how versions compare",
  ),
  ...["diagram/*.ts", "diagram/*/**/*.ts"].map((files, depth) =>
    border(
      [files],
      `^(\\.\\./){${depth + 1}}(?!policy/inputs$)[^.]|^node:`,
      "diagram/ draws what it is given: it reads inputs as policy/ does, and nothing else",
    ),
  ),
  border(
    ["plugins/**/*.ts"],
    "^(\\.\\./)+(?!components/(internal|jenkins/plugins)/)|^@pulumi",
    "plugins/ is a tool of its own: of the program it knows the lock file and how a set is closed",
  ),
  border(
    ["cluster-api/*.ts"],
    "^\\.\\./|^@pulumi",
    "cluster-api/ speaks to an API server and knows nothing of the program",
  ),
  border(
    ["drift/**/*.ts", "failover/**/*.ts"],
    "^(\\.\\./)+(local|commands|tests|bench|preview|policy|program|stacks)(/|$)|^@pulumi",
    "drift/ and failover/ are given what they look at; of the program they know pure functions alone",
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
  border(
    ["preview/**/*.ts"],
    "^(\\.\\./)+(commands|local|nas|tests|bench|index|program|plugins|components/(?!internal/))",
    "preview/ judges what it is given: it imports policy/, upgrade/, stacks/ and pure parsers only",
  ),
  border(
    ["restore/*.ts"],
    "^\\.\\./|^@pulumi",
    "restore/ decides on steps; cluster, NAS and settings come to it as plain functions and values",
  ),
  border(["commands/**/*.ts"], "^(\\.\\./)+tests(/|$)", "nothing but tests imports tests/"),
  border(
    ["bench/**/*.ts"],
    "^(\\.\\./)+(tests|commands)(/|$)",
    "nothing but tests imports tests/ or commands/",
  ),
  border(
    ["init/**/*.ts", "doctor/**/*.ts"],
    "^(\\.\\./)+((local|commands|program|preview|policy|tests|bench)/|nas/(?!doctor/finding$))|^@pulumi",
    "init/ and doctor/ know the settings, pure functions of components/ and how nas/ words a finding; commands/ gives them the rest",
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
