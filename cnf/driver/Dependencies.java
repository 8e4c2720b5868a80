package org.fascicle.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.jar.Manifest;

import aQute.bnd.build.Workspace;
import aQute.bnd.header.Attrs;
import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Constants;
import aQute.bnd.service.RepositoryPlugin;
import aQute.bnd.version.Version;

/** Finds what a bundle needs, as Maven names it: the artifacts that export the packages that it imports. */
final class Dependencies {
    /** What whoever compiles against our packages needs, or the compiler warns: what their annotations are. */
    private static final Set<String> ANNOTATIONS =
            Set.of("org.osgi.annotation.bundle", "org.osgi.annotation.versioning", "jspecify");
    /** Of this group is what a framework brings, and else what it compiles against alone. */
    private static final String FRAMEWORK = "org.osgi";

    private final Path root;
    private final Workspace workspace;
    private final Map<String, Coordinates> byName = new HashMap<>();
    private final Map<String, Coordinates> byPackage = new HashMap<>();
    private final Set<String> java = new HashSet<>();

    /**
     * A dependency.
     *
     * @param scope Maven's
     * @param optional whether it works without
     * @param alone without what that needs in its turn
     */
    record Dependency(Coordinates coordinates, String scope, boolean optional, boolean alone) {}

    Dependencies(Modules modules, Collection<Artifact> ours) {
        this.root = modules.root;
        this.workspace = modules.workspace;
        for (Artifact artifact : ours) {
            byName.put(artifact.name(), artifact.coordinates());
            for (String exported : new Parameters(artifact.header(Constants.EXPORT_PACKAGE)).keySet()) {
                byPackage.put(exported, artifact.coordinates());
            }
        }
        ModuleLayer.boot().modules().forEach(module -> java.addAll(module.getPackages()));
    }

    /** Those of a bundle, by name; or what the property {@code maven.dependencies} of its project says. */
    Collection<Dependency> of(Artifact artifact) throws Exception {
        String said = artifact.module().property("maven.dependencies", "");
        if (!said.isBlank()) {
            return said(artifact, said);
        }
        Map<String, Dependency> found = new TreeMap<>();
        Map<String, Coordinates> bought = new HashMap<>();
        List<Coordinates> annotations = new ArrayList<>();
        for (Path jar : artifact.module().buildPath()) {
            Coordinates fetched = Files.isRegularFile(jar) ? Coordinates.fetched(root, jar) : null;
            if (fetched == null) {
                continue;
            }
            exports(jar).forEach(name -> bought.put(name, fetched));
            if (ANNOTATIONS.contains(fetched.artifact())) {
                annotations.add(fetched);
            }
        }
        Set<String> exports = new Parameters(artifact.header(Constants.EXPORT_PACKAGE)).keySet();
        for (Map.Entry<String, Attrs> each : new Parameters(artifact.header(Constants.IMPORT_PACKAGE)).entrySet()) {
            boolean optional = "optional".equals(each.getValue().get("resolution:"));
            String name = each.getKey();
            Coordinates by = bought.getOrDefault(name, byPackage.get(name));
            if (by == null && !exports.contains(name) && !java.contains(name) && !optional) {
                by = elsewhere(artifact, name);
            }
            if (by != null && !by.equals(artifact.coordinates())) {
                add(found, by, by.group().equals(FRAMEWORK) ? "provided" : "compile", optional);
            }
        }
        for (String header : List.of(Constants.REQUIRE_BUNDLE, Constants.FRAGMENT_HOST)) {
            for (String name : new Parameters(artifact.header(header)).keySet()) {
                if (byName.containsKey(name)) {
                    add(found, byName.get(name), "compile", false);
                }
            }
        }
        if (exports.stream().anyMatch(name -> name.startsWith(Coordinates.GROUP + "."))) {
            annotations.forEach(annotation -> add(found, annotation, "compile", false));
        }
        return found.values();
    }

    private static List<Dependency> said(Artifact artifact, String list) {
        List<Dependency> said = new ArrayList<>();
        for (String each : list.strip().split("\\s*,\\s*")) {
            String[] parts = each.split(":");
            if (parts.length < 4 || parts.length == 5 && !parts[4].equals("alone") || parts.length > 5) {
                throw new BuildFailure(
                        "%s/bnd.bnd: maven.dependencies: '%s' is not group:artifact:version:scope, nor that with :alone",
                        artifact.module(),
                        each);
            }
            said.add(new Dependency(new Coordinates(parts[0], parts[1], parts[2]), parts[3], false, parts.length == 5));
        }
        return said;
    }

    /** What a bundle imports without compiling against it, as the classes do that it holds of others. */
    private Coordinates elsewhere(Artifact artifact, String name) throws Exception {
        for (RepositoryPlugin repository : workspace.getPlugins(RepositoryPlugin.class)) {
            // OSGi's own bundles are called as their packages
            SortedSet<Version> versions = repository.versions(name);
            for (Version version : versions == null ? List.<Version>of() : versions) {
                Path jar = repository.get(name, version, Map.of()).toPath();
                Coordinates fetched = Coordinates.fetched(root, jar);
                if (fetched != null && exports(jar).contains(name)) {
                    return fetched;
                }
            }
        }
        throw new BuildFailure("publish: %s imports %s; no artifact on its -buildpath exports that, nor is one called so",
                artifact.name(), name);
    }

    private static Set<String> exports(Path jar) throws IOException {
        Manifest manifest = BundleInfo.of(jar);
        String header = manifest == null ? null : manifest.getMainAttributes().getValue(Constants.EXPORT_PACKAGE);
        return new Parameters(header == null ? "" : header).keySet();
    }

    private static void add(Map<String, Dependency> found, Coordinates artifact, String scope, boolean optional) {
        found.merge(artifact.group() + ":" + artifact.artifact(), new Dependency(artifact, scope, optional, false),
                (one, other) -> one.optional() ? other : one);
    }
}
