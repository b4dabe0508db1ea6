import { parseJavaOption } from "../../../components/internal/java-option";
import { describeParser } from "./parsing";

const example = 'expected one option of the JVM such as "-Dhudson.footerURL=https://example.org"';

describeParser(
  parseJavaOption,
  [
    [
      "-Dhudson.footerURL=https://a.example",
      { name: "-Dhudson.footerURL", value: "https://a.example" },
    ],
    ["-Djava.awt.headless", { name: "-Djava.awt.headless" }],
    ["-Da.b=", { name: "-Da.b", value: "" }],
    ["-XX:+UseZGC", { name: "-XX:UseZGC" }],
    ["-XX:-UseZGC", { name: "-XX:UseZGC" }],
    ["-XX:ParallelGCThreads=4", { name: "-XX:ParallelGCThreads", value: "4" }],
    ["-Xlog:gc", { name: "-Xlog:gc" }],
    ["-Xss2m", { name: "-Xss2m" }],
    [
      "--add-opens=java.base/java.lang=ALL-UNNAMED",
      { name: "--add-opens", value: "java.base/java.lang=ALL-UNNAMED" },
    ],
    // A name that speaks of tokens, with a value that is none.
    [
      "-Djenkins.security.ApiTokenProperty.showTokenToAdmins=false",
      { name: "-Djenkins.security.ApiTokenProperty.showTokenToAdmins", value: "false" },
    ],
    ["-Dsomething.apiToken=true", { name: "-Dsomething.apiToken", value: "true" }],
  ],
  [
    ...["-Xmx3g", "-Xms1g", "-XX:MaxRAMPercentage=80", "-XX:InitialRAMPercentage=5"].map(
      decided("the heap follows the memory limit: set jenkins.heapPercent"),
    ),
    ...["-XX:MaxRAM=2g", "-XX:MaxHeapSize=2g"].map(
      decided("the heap follows the memory limit: set jenkins.heapPercent"),
    ),
    decided("set jenkins.timeZone")("-Duser.timezone=Europe/Berlin"),
    ...["-Dhttp.proxyHost=a", "-Dhttps.proxyPort=1", "-Dhttp.nonProxyHosts=a"].map(
      decided("set jenkins.proxy"),
    ),
    ...["-Djenkins.install.runSetupWizard=true", "-Dcasc.jenkins.config=/tmp"].map(
      decided("Jenkins is configured by code alone"),
    ),
    decided("the Services of the controller name its ports")(
      "-Djenkins.model.Jenkins.slaveAgentPort=1",
    ),
    decided("the pod's volumes decide it")("-Djava.io.tmpdir=/var/tmp"),
    // C-15: protections that stay on.
    ...[
      "-Djenkins.security.s2m.DefaultFilePathFilter.BYPASS=true",
      "-Djenkins.security.s2m.RunningBuildFilePathFilter.FAIL=false",
      "-Djenkins.security.slave-to-master-security-kill-switch=true",
    ].map(
      dangerous("agents run the code of others, and would read and write the controller's files"),
    ),
    dangerous("any web page could have a logged-in administrator's browser change Jenkins")(
      "-Dhudson.security.csrf.GlobalCrumbIssuerConfiguration.DISABLE_CSRF_PROTECTION=true",
    ),
    dangerous("files that builds keep would run their scripts in the browsers of users")(
      "-Dhudson.model.DirectoryBrowserSupport.CSP=",
    ),
    dangerous("links that builds leave would lead users to any file of the controller")(
      "-Dhudson.model.DirectoryBrowserSupport.ALLOW_SYMLINK_ESCAPE=true",
    ),
    ...[
      "-Djenkins.security.ClassFilterImpl.SUPPRESS_WHITELIST=true",
      "-Djenkins.security.ClassFilterImpl.SUPPRESS_ALL=true",
      "-Dhudson.remoting.ClassFilter=java.lang.Object",
      "-Dhudson.remoting.ClassFilter.DEFAULTS_OVERRIDE_LOCATION=/tmp/x",
    ].map(dangerous("what agents send would be turned into objects of any class")),
    ...["-Da=b c", "-Da='b'", '-Da="b"', "-Da=b\\c", "-Da=b\n-Dc=d"].map(
      (text) =>
        [
          text,
          `${example}, got ${JSON.stringify(text)}; the start script splits options at spaces and takes quotes away`,
        ] as const,
    ),
    [
      "-Da=$(HOME)",
      `${example}, got "-Da=$(HOME)"; Kubernetes and Jenkins replace what follows a $`,
    ],
    ["hudson.x=1", `${example}, got "hudson.x=1"; did you mean "-Dhudson.x=1"?`],
    ["-jar", `${example}, got "-jar"`],
    ["-javaagent:/tmp/a.jar", `${example}, got "-javaagent:/tmp/a.jar"`],
    ["", `${example}, got ""`],
    ...["-Da.password", "-Da.trustStorePassword", "-Da.apiKey", "-Dcasc.reload.token"].map(
      (name) =>
        [
          `${name}=Pa55 word`,
          `${example} without a secret in it, got a value for "${name}"; an option is shown to everybody who may read the pod`,
        ] as const,
    ),
  ],
);

function dangerous(fix: string) {
  return (text: string) =>
    [
      text,
      `expected an option that leaves every protection on, got ${JSON.stringify(text)}; ${fix}`,
    ] as const;
}

function decided(fix: string) {
  return (text: string) =>
    [
      text,
      `expected an option that no setting decides, got ${JSON.stringify(text)}; ${fix}`,
    ] as const;
}
