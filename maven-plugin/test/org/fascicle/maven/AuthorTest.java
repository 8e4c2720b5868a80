package org.fascicle.maven;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.fascicle.api.technique.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does who writes techniques, with the distribution and the published artifacts, and without the source. */
@Tag("long")
class AuthorTest {
    private static final String MODEL = """
            { "fascicle": 1,
              "data":      { "digits": {} },
              "network":   [ { "flatten": {} }, { "dense": { "units": 16, "activation": "com.example:bend" } },
                             { "dense": { "units": 10, "activation": "softmax" } } ],
              "loss":      "sparse_categorical_crossentropy",
              "optimizer": { "com.example:climb": { "learning_rate": 0.003 } },
              "training":  { "epochs": 1, "batch_size": 32, "seed": 1 } }
            """;

    @TempDir
    Path folder;

    private Unpacked fascicle;
    private MavenBuild maven;
    private Path projects;

    @BeforeEach
    void unpack() throws Exception {
        fascicle = Unpacked.in(folder.resolve("unpacked"));
        maven = new MavenBuild(folder.resolve("maven"));
        projects = Files.createDirectory(folder.resolve("projects"));
    }

    @Test
    void everyKindOfProjectPasses() throws Exception {
        List<String> kinds = Arrays.stream(Kind.values()).map(kind -> kind.name().toLowerCase(Locale.ROOT)).toList();
        for (String kind : kinds) {
            write(kind, "my_" + kind);
        }
        together(kinds.stream().map(kind -> "my_" + kind).toList());
        // Maven's own repository is not made for two at a time, so one project fills it first.
        maven.run(projects.resolve("my_" + kinds.get(0)), "verify").succeeds();
        maven.run(projects, "-T", "2", "verify").succeeds();
        for (String kind : kinds) {
            Path project = projects.resolve("my_" + kind);
            assertTrue(Files.isRegularFile(project.resolve("target/com.example.my_" + kind + "-1.0.0.jar")), kind);
            String report = Files.readString(project.resolve("target/fascicle-reports/TEST-fascicle.xml"));
            assertTrue(report.contains(kind + " com.example:my_" + kind) && !report.contains("<failure"), report);
        }
    }

    @Test
    void aTechniqueComesChangesAndGoes() throws Exception {
        write("activation", "bend");
        write("optimizer", "climb");
        together(List.of("bend", "climb"));
        maven.run(projects, "verify").succeeds();
        Files.writeString(fascicle.work().resolve("model.json"), MODEL);
        assertTrue(fascicle.fails(2, "train", "model.json").contains("com.example:bend"));
        demandSignatures();

        Path bend = jar("bend", "1.0.0");
        Path climb = jar("climb", "1.0.0");
        assertTrue(fascicle.fails(2, "install", bend).contains("is not signed"));
        sign(bend);
        sign(climb);
        Path changed = Files.copy(bend, folder.resolve("changed.jar"));
        try (FileSystem inside = FileSystems.newFileSystem(changed)) {
            Files.write(inside.getPath("com/example/bend/Bend.class"), new byte[] {1}, StandardOpenOption.APPEND);
        }
        fascicle.fails(2, "install", changed);

        Path said = folder.resolve("running.txt");
        // It has none of their techniques, and does not end.
        Files.writeString(fascicle.work().resolve("other.json"), MODEL.replace("com.example:bend", "relu")
                .replace("com.example:climb", "sgd").replace("\"epochs\": 1", "\"epochs\": 100000000"));
        Process running = fascicle.start(said, "train", "other.json");
        try {
            for (int i = 0; i < 600 && !Files.readString(said).contains("epoch 1/"); i++) {
                Thread.sleep(100);
            }
            String install = fascicle.run("install", bend, climb);
            assertTrue(install.contains("process " + running.pid() + " (train"), install);
            assertTrue(install.split("installed com.example.bend 1.0.0", -1).length == 3, install);
            assertTrue(fascicle.run("train", "model.json").contains("trained for 1 epoch"));

            for (String file : new String[] {"pom.xml", "src/main/java/com/example/bend/package-info.java"}) {
                Path path = projects.resolve("bend").resolve(file);
                Files.writeString(path, Files.readString(path).replaceFirst("1\\.0\\.0", "1.1.0"));
            }
            maven.run(projects.resolve("bend"), "verify", "-Dfascicle.against=" + bend).succeeds("release      ok");
            Path later = jar("bend", "1.1.0");
            sign(later);
            String update = fascicle.run("update", later);
            assertTrue(update.contains("1.0.0") && update.contains("1.1.0"), update);
            assertTrue(update.contains("process " + running.pid() + " (train"), update);
            assertTrue(fascicle.run("train", "model.json").contains("trained for 1 epoch"));
            assertTrue(fascicle.run("describe", "com.example:bend").contains("1.1.0"));

            fascicle.run("uninstall", "com.example.bend");
            fascicle.run("uninstall", "com.example.climb");
            assertFalse(fascicle.run("techniques").contains("com.example"));
            assertTrue(running.isAlive(), () -> "the training has ended: " + said);
        } finally {
            running.destroy();
            running.waitFor();
        }
    }

    private void write(String kind, String name) throws Exception {
        fascicle.run("new", kind, name, "--id", "com.example." + name, "--repository", MavenBuild.REPOSITORY, "--out",
                projects.resolve(name));
    }

    /** One start of Maven builds them all. */
    private void together(List<String> names) throws Exception {
        Files.writeString(projects.resolve("pom.xml"), """
                <project xmlns="http://maven.apache.org/POM/4.0.0">
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.example</groupId>
                  <artifactId>all</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                  <modules>%s</modules>
                </project>
                """.formatted(names.stream().map(name -> "<module>" + name + "</module>").collect(Collectors.joining())));
    }

    private Path jar(String name, String version) {
        return projects.resolve(name).resolve("target/com.example." + name + "-" + version + ".jar");
    }

    private void demandSignatures() throws Exception {
        Path keys = folder.resolve("keys.p12");
        Path trusted = Files.createDirectory(fascicle.folder().resolve("trusted"));
        Unpacked.tool("keytool", "-genkeypair", "-alias", "me", "-dname", "CN=Me", "-keyalg", "EC", "-keystore", keys,
                "-storepass",
                "changeit");
        Unpacked.tool("keytool", "-exportcert", "-rfc", "-alias", "me", "-file", trusted.resolve("me.pem"), "-keystore", keys,
                "-storepass", "changeit");
        Files.writeString(folder.resolve("password"), "changeit");
        Path list = fascicle.folder().resolve("installation.json");
        String text = Files.readString(list);
        assertTrue(text.contains("\"pinned\""), text);
        Files.writeString(list, text.replaceFirst("\"pinned\"", "\"signed\""));
    }

    private void sign(Path jar) throws Exception {
        assertTrue(
                fascicle.run("sign", jar, "--keystore", folder.resolve("keys.p12"), "--password-file", folder.resolve("password"))
                        .contains("signed by CN=Me"));
    }
}
