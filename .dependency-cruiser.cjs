// The architecture as data: one rule per sentence of guide.md §3. Run: depcruise app components lib e2e
// Checked with dependency-cruiser 17.4 with one violation per rule: each is reported by its own name.
const CLIENT_SAFE =
  "^lib/[^/]+/(model|constraints|schemas|search|client|actions)\\.ts$|^lib/disk/inspect/(?:sniff|magic)\\.ts$|^lib/images/(?:os|rules)/[^/]+\\.ts$|^lib/disk/os-detect/(?:catalogue|uefi-systems)\\.ts$|^lib/platform/i18n/locale\\.ts$";
const NOT_TYPES = { dependencyTypesNot: ["type-only"] };
const TEST = "\\.(test|spec)\\.tsx?$|^lib/testing|^e2e";
const never = (name, from, to) => ({ name, severity: "error", from: { pathNot: TEST, ...from }, to });
const except = (a, b) => `${a}|${b}`;

module.exports = {
  forbidden: [
    never("no-cycles", {}, { circular: true, viaOnly: NOT_TYPES }),
    // layers
    never("lib-knows-no-ui", { path: "^lib" }, { path: "^(app|components)/" }),
    never("components-know-no-routes", { path: "^components" }, { path: "^app/" }),
    never("ui-kit-knows-no-domain", { path: "^components/ui" }, { path: "^lib/(?!platform/(?:format|browser))|^components/(?!ui/)" }),
    never("platform-knows-no-domain", { path: "^lib/platform" }, { path: "^lib/(?!platform)" }),
    never(
      "disk-is-pure",
      { path: "^lib/disk" },
      { path: "^lib/(?!disk|platform/(?:errors|early-sync|aligned-memory))|node_modules/(@prisma|next|react)/" },
    ),
    never("disk-parts-know-no-pipeline", { path: "^lib/disk/(?!pipeline|fuzzing|testing)[^/]+/" }, { path: "^lib/disk/pipeline" }),
    // browser boundary
    never(
      "browser-sees-client-safe-files-only",
      { path: "^components" },
      { path: "^lib/(?!platform/(?:format|browser))", pathNot: CLIENT_SAFE, ...NOT_TYPES },
    ),
    never(
      "client-safe-files-stay-safe",
      { path: CLIENT_SAFE, pathNot: except(TEST, "actions\\.ts$") },
      { path: "^lib/(?!platform/(?:format|browser))", pathNot: CLIENT_SAFE, ...NOT_TYPES },
    ),
    // one door each
    never("prisma-behind-db", { pathNot: except(TEST, "^lib/platform/db") }, { path: "node_modules/(@prisma|pg)/" }),
    never("database-only-in-lib", { path: "^(app|components)" }, { path: "^lib/platform/db" }),
    never("next-only-at-the-edge", { path: "^lib", pathNot: except(TEST, "^lib/platform/http") }, { path: "node_modules/next(-auth)?/" }),
    never("actions-are-adapters", { path: "^lib/[^/]+/actions\\.ts$" }, { pathNot: "^lib/platform/http/action|/commands/" }),
    // domains
    never("operations-do-not-call-operations", { path: "/(commands|queries|tasks)/" }, { path: "/(commands|queries)/" }),
    never(
      "domains-meet-at-root-files",
      // worker and web are no domains: they are where jobs and requests come in
      { path: "^lib/(?!platform|worker|web)([^/]+)/" },
      { path: "^lib/[^/]+/(commands|queries|tasks)/", pathNot: "^lib/$1/|^lib/platform" },
    ),
    never("only-the-worker-runs-tasks", { path: "^(app|components|lib)", pathNot: except(TEST, "^lib/worker") }, { path: "/tasks/" }),
    never("test-support-stays-in-tests", { path: "^(app|components|lib)" }, { path: "^lib/testing" }),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "/generated/" },
  },
};
