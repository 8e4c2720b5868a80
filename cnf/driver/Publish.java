package org.fascicle.build;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import aQute.bnd.osgi.Constants;
import aQute.bnd.service.RepositoryPlugin;
import aQute.bnd.version.Version;

/**
 * Writes the bundles that are released into a folder that is a Maven repository: each with its POM, sources and Javadoc, a list of all
 * (BOM), the jar for plain Java, and an index for OSGi.
 */
final class Publish {
    private static final String BOM = "fascicle-bom";
    private static final String EMBEDDED = "fascicle-embedded";
    /** The property that is the version of what has no bundle of its own. */
    private static final String VERSION = "api.version";

    private final Modules modules;
    private final SourceJars sources;

    Publish(Modules modules) {
        this.modules = modules;
        this.sources = new SourceJars(modules);
    }

    /**
     * Publishes the bundles of some projects.
     *
     * @param chosen those; their jars must have been made
     * @param to the folder; what is in it stays
     */
    String run(Collection<Module> chosen, Path to) throws Exception {
        MavenFolder folder = new MavenFolder(to);
        List<Artifact> all = Artifact.released(modules.all());
        Dependencies dependencies = new Dependencies(modules, all);
        int written = 0;
        for (Artifact artifact : all) {
            if (chosen.contains(artifact.module())) {
                written += publish(artifact, dependencies.of(artifact), folder) ? 1 : 0;
            }
        }
        if (modules.has("app") && chosen.contains(modules.get("app"))) {
            written += embedded(folder) ? 1 : 0;
        }
        list(all, folder);
        folder.index();
        return written + " artifacts in " + to;
    }

    private boolean publish(Artifact artifact, Collection<Dependencies.Dependency> dependencies, MavenFolder folder)
            throws Exception {
        byte[] jar = Files.readAllBytes(artifact.jar());
        Coordinates name = artifact.coordinates();
        if (folder.has(name, ".jar", jar)) {
            return false;
        }
        Map<String, Path> files = sources.sources(artifact.packages());
        boolean whole = artifact.header(Constants.EXPORT_PACKAGE).contains(Coordinates.GROUP);
        folder.put(name, "-sources.jar", sources.jar(artifact.name(), files));
        folder.put(name, "-javadoc.jar",
                sources.javadoc(artifact.module(), name, files, sources.path(artifact.module(), files), whole));
        folder.put(name, ".pom",
                Pom.of(name, artifact.module().property("maven.packaging", "jar"), artifact.description(), dependencies));
        folder.put(name, ".jar", jar);
        folder.list(name);
        return true;
    }

    /** The jar for plain Java, which the step `embed` makes. */
    private boolean embedded(MavenFolder folder) throws Exception {
        Module app = modules.get("app");
        Path made = app.generated.resolve("embedded").resolve(Embedded.JAR);
        Coordinates name = Coordinates.ours(EMBEDDED, version());
        byte[] jar = Files.readAllBytes(made);
        if (folder.has(name, ".jar", jar)) {
            return false;
        }
        Set<String> packages = new TreeSet<>(Set.of("org/fascicle/embedded"));
        for (Path exposed : new Layout(modules, app.base.resolve("embedded.bndrun")).exposed()) {
            Layout.exports(exposed).keySet().forEach(each -> packages.add(each.replace('.', '/')));
        }
        Map<String, Path> files = sources.sources(packages);
        folder.put(name, "-sources.jar", sources.jar(EMBEDDED, files));
        folder.put(name, "-javadoc.jar", sources.javadoc(app, name, files, sources.path(app, files), true));
        folder.put(name, ".pom", Pom.of(name, "jar", "The platform in one jar, for applications in plain Java.", List.of()));
        folder.put(name, ".jar", jar);
        folder.list(name);
        return true;
    }

    /** The list of all with their versions, by which a project need not write one: it goes with the api's version. */
    private void list(List<Artifact> all, MavenFolder folder) throws Exception {
        Coordinates name = Coordinates.ours(BOM, version());
        List<Coordinates> listed = new ArrayList<>(all.stream().map(Artifact::coordinates).toList());
        if (modules.has("app")) {
            listed.add(Coordinates.ours(EMBEDDED, version()));
        }
        folder.put(name, ".pom", Pom.ofList(name, "The versions of all artifacts of Fascicle that go together.", listed));
        folder.list(name);
    }

    private String version() {
        String version = modules.workspace.getProperty(VERSION);
        if (version == null) {
            throw new BuildFailure("publish: cnf/build.bnd has no %s", VERSION);
        }
        return version;
    }

    /**
     * Makes the bundles that others compile against the baseline of the next build. Below 1.0.0 nothing is compared, and nothing is
     * kept.
     */
    static int keepBaselines(Modules modules, Collection<Module> chosen) throws Exception {
        int kept = 0;
        for (RepositoryPlugin repository : modules.workspace.getPlugins(RepositoryPlugin.class)) {
            if (!repository.getName().equals(modules.workspace.getProperty(Constants.RELEASEREPO))) {
                continue;
            }
            for (Artifact artifact : Artifact.released(chosen)) {
                Version version = Version.parseVersion(artifact.coordinates().version());
                if (artifact.header(Constants.EXPORT_PACKAGE).isEmpty() || version.getMajor() < 1
                        || repository.versions(artifact.name()).contains(version)) {
                    continue;
                }
                try (var in = Files.newInputStream(artifact.jar())) {
                    repository.put(in, new RepositoryPlugin.PutOptions());
                }
                kept++;
            }
        }
        return kept;
    }
}
