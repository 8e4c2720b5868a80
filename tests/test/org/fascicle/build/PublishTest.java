package org.fascicle.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build publishes is what Maven expects of an artifact, and never changes. */
class PublishTest {
    private static final String SHAPE = "api/src/org/fascicle/planted/api/Shape.java";
    private static final String VERSION = "api/src/org/fascicle/planted/api/package-info.java";

    @TempDir
    Path root;

    private Path repository;

    @BeforeEach
    void workspace() throws Exception {
        repository = root.resolve("repository");
        write("LICENSE", "the licence\n");
        write("bnd.bnd", "Bundle-Vendor: somebody\n");
        write("cnf/build.bnd",
                "javac.source: 17\njavac.target: 17\n-noimportjava: true\n-noextraheaders: true\n-reproducible: true\n"
                        + "api.version: 0.3.0\nreleased: fascicle.*\n-consumer-policy: ${range;[==,+)}\n"
                        + "-plugin.Release: aQute.bnd.deployer.repository.LocalIndexedRepo; name=Release; local=\"${workspace}/cnf/release\"\n"
                        + "-releaserepo: Release\n-baselinerepo: Release\n-baseline: *\n"
                        + "-fixupmessages: \"There is no baseline for *\";is:=ignore\n");
        write("api/bnd.bnd", "Bundle-SymbolicName: fascicle.api\nBundle-Version: 1.0.0\nBundle-Description: Shapes & <others>.\n"
                + "-exportcontents: org.fascicle.planted.api;version=1.0.0\n-privatepackage: org.fascicle.planted.api\n");
        write(SHAPE, "package org.fascicle.planted.api;\n/** What has an area. */\npublic interface Shape {\n"
                + "    /** The area. */\n    double area(double scale);\n}\n");
        write(VERSION, "/** Shapes. */\npackage org.fascicle.planted.api;\n");
        write("round/bnd.bnd", "Bundle-SymbolicName: fascicle.round\nBundle-Version: 2.1.0\nBundle-Description: Circles.\n"
                + "-privatepackage: org.fascicle.planted.round\n-buildpath: api;version=project\n");
        write("round/src/org/fascicle/planted/round/Circle.java", "package org.fascicle.planted.round;\n/** A circle. */\n"
                + "public record Circle(double radius) implements org.fascicle.planted.api.Shape {\n"
                + "    @Override public double area(double scale) { return scale * radius * radius; }\n}\n");
        write("mine/bnd.bnd", "Bundle-SymbolicName: com.example.mine\n-resourceonly: true\n-includeresource: bnd.bnd\n");
    }

    @Test
    void eachBundleIsAWholeArtifact() throws Exception {
        publish(repository);
        String pom = read("fascicle.round/2.1.0/fascicle.round-2.1.0.pom");
        assertTrue(pom.contains("<name>Apache-2.0</name>"), pom);
        assertTrue(pom.contains("<dependency><groupId>org.fascicle</groupId><artifactId>fascicle.api</artifactId>"
                + "<version>1.0.0</version><scope>compile</scope></dependency>"), pom);
        assertTrue(read("fascicle.api/1.0.0/fascicle.api-1.0.0.pom").contains("<description>Shapes &amp; &lt;others&gt;.<"));
        assertTrue(has("fascicle.round/2.1.0/fascicle.round-2.1.0-sources.jar", "org/fascicle/planted/round/Circle.java"));
        assertTrue(has("fascicle.round/2.1.0/fascicle.round-2.1.0-javadoc.jar", "org/fascicle/planted/round/Circle.html"));
        assertTrue(has("fascicle.api/1.0.0/fascicle.api-1.0.0-javadoc.jar", "org/fascicle/planted/api/Shape.html"));
        assertTrue(read("fascicle-bom/0.3.0/fascicle-bom-0.3.0.pom")
                .contains("<artifactId>fascicle.round</artifactId><version>2.1.0</version>"));
        String index = Files.readString(repository.resolve("index.xml"));
        assertTrue(index.contains("value=\"org/fascicle/fascicle.round/2.1.0/fascicle.round-2.1.0.jar\""), index);
        assertEquals(2, index.split("<resource>", -1).length - 1, "sources and Javadoc are no bundles");
        assertTrue(Files.notExists(repository.resolve("org/fascicle/com.example.mine")), "it is not released");
    }

    @Test
    void theSumsAreTrue() throws Exception {
        publish(repository);
        Path jar = repository.resolve("org/fascicle/fascicle.api/1.0.0/fascicle.api-1.0.0.jar");
        for (Map.Entry<String, String> sum : Map.of("sha1", "SHA-1", "md5", "MD5", "sha256", "SHA-256").entrySet()) {
            assertEquals(
                    HexFormat.of().formatHex(MessageDigest.getInstance(sum.getValue()).digest(Files.readAllBytes(jar))),
                    Files.readString(jar.resolveSibling(jar.getFileName() + "." + sum.getKey())));
        }
    }

    @Test
    void twoReleasesOfTheSameAreTheSame() throws Exception {
        publish(repository);
        for (String project : List.of("api", "round")) {
            Trees.delete(root.resolve(project).resolve("generated"));
        }
        Path other = root.resolve("other");
        publish(other);
        assertEquals(contents(repository), contents(other));
    }

    @Test
    void parametersKeepTheirNames() throws Exception {
        publish(repository);
        URL jar = repository.resolve("org/fascicle/fascicle.api/1.0.0/fascicle.api-1.0.0.jar").toUri().toURL();
        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar}, null)) {
            assertEquals("scale", loader.loadClass("org.fascicle.planted.api.Shape").getMethod("area", double.class)
                    .getParameters()[0].getName());
        }
    }

    @Test
    void whatWasReleasedStays() throws Exception {
        publish(repository);
        assertTrue(publish(repository).startsWith("0 artifacts"));
        write("round/src/org/fascicle/planted/round/Square.java",
                "package org.fascicle.planted.round;\n/** A square. */\npublic record Square(double side) {}\n");
        assertTrue(assertThrows(BuildFailure.class, () -> publish(repository)).getMessage()
                .startsWith("publish: fascicle.round 2.1.0 is in "));
        write("round/bnd.bnd", Files.readString(root.resolve("round/bnd.bnd")).replace("2.1.0", "2.10.0"));
        publish(repository);
        String list = read("fascicle.round/maven-metadata.xml");
        assertTrue(list.contains("<version>2.1.0</version>\n      <version>2.10.0</version>"), list);
        assertTrue(list.contains("<release>2.10.0</release>"), list);
    }

    @Test
    void theNextBuildIsComparedWithTheRelease() throws Exception {
        publish(repository);
        try (Modules modules = new Modules(root)) {
            assertEquals(1, Publish.keepBaselines(modules, modules.all()), "what exports nothing has no baseline");
            assertEquals(0, Publish.keepBaselines(modules, modules.all()));
        }
        write(SHAPE, Files.readString(root.resolve(SHAPE)).replace("double area(", "double corners = 4;\n    double area("));
        String said = PlantedWorkspace.build(root, "jar");
        assertTrue(said.startsWith("1\n") && said.contains("Baseline mismatch for package org.fascicle.planted.api"), said);
        write("api/bnd.bnd", Files.readString(root.resolve("api/bnd.bnd")).replace("1.0.0", "2.0.0"));
        said = PlantedWorkspace.build(root, "jar");
        assertTrue(said.startsWith("0\n"), said);
    }

    private String publish(Path to) throws Exception {
        String said = PlantedWorkspace.build(root, "jar");
        assertTrue(said.startsWith("0\n"), said);
        try (Modules modules = new Modules(root)) {
            return new Publish(modules).run(modules.all(), to);
        }
    }

    /** All files but the index, which counts up. */
    private static Map<String, String> contents(Path folder) throws Exception {
        Map<String, String> contents = new TreeMap<>();
        for (Path file : Fingerprint.files(folder, path -> !path.endsWith("index.xml"))) {
            contents.put(folder.relativize(file).toString(), new Fingerprint().content(file).hex());
        }
        assertTrue(contents.size() > 20, contents.keySet().toString());
        return contents;
    }

    private String read(String file) throws Exception {
        return Files.readString(repository.resolve("org/fascicle").resolve(file));
    }

    private boolean has(String jar, String entry) throws Exception {
        try (ZipFile opened = new ZipFile(repository.resolve("org/fascicle").resolve(jar).toFile())) {
            return opened.getEntry(entry) != null;
        }
    }

    private void write(String file, String text) throws Exception {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
