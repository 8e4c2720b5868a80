package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.fascicle.api.technique.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NewTest {
    @TempDir
    Path folder;

    private FakePlatform platform = new FakePlatform();

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyKindIsAWholeProject(Kind kind) throws Exception {
        String word = kind.name().toLowerCase(Locale.ROOT);
        assertEquals(0, run("new", word, "quick_one", "--id", "com.example.quick", "--licence", "mit"), this::said);
        Path project = folder.resolve("quick_one");
        Path source = project.resolve("src/main/java/com/example/quick");
        String record = Files.readString(source.resolve("QuickOne.java"));
        assertTrue(record.contains("@Technique(value = \"com.example:quick_one\", kind = \"" + word + "\""), record);
        assertTrue(record.contains("public record QuickOne("), record);
        assertTrue(Files.readString(source.resolve("package-info.java"))
                .contains("@Version(\"1.0.0\")\npackage com.example.quick;"));
        assertTrue(Files.readString(project.resolve("src/test/java/com/example/quick/QuickOneTest.java")).contains("@Test"));
        String pom = Files.readString(project.resolve("pom.xml"));
        assertTrue(pom.contains("<artifactId>com.example.quick</artifactId>"), pom);
        assertTrue(pom.contains("<name>MIT</name>") && pom.contains("<fascicle.version>1.2.3<"), pom);
        assertTrue(Files.readString(project.resolve("LICENSE")).startsWith("MIT License"));
        for (Path file : files()) {
            assertFalse(Files.readString(file).contains("{{"), file::toString);
        }
    }

    @Test
    void withoutALicenceNoneIsPromised() throws Exception {
        assertEquals(0, run("new", "loss", "quick", "--id", "com.example.quick", "--licence", "none"), this::said);
        assertFalse(Files.exists(folder.resolve("quick/LICENSE")));
        assertFalse(Files.readString(folder.resolve("quick/pom.xml")).contains("licence"));
    }

    @Test
    void aFolderIsARepositoryForMavenAndForBnd() throws Exception {
        Path repository = Files.createDirectory(folder.resolve("artifacts here"));
        String address = repository.toUri().toString();
        assertEquals(0, run("new", "layer", "quick", "--id", "com.example.quick", "--licence", "none", "--repository",
                "artifacts here"), this::said);
        assertEquals(3, Files.readString(folder.resolve("quick/pom.xml")).split("<url>" + address + "</url>", -1).length);
        assertEquals(0, run("new", "layer", "quick", "--id", "com.example.quick", "--licence", "none", "--repository",
                "artifacts here", "--bnd", "--out", "workspace"), this::said);
        assertTrue(
                Files.readString(folder.resolve("workspace/cnf/build.bnd")).contains("locations=\"" + address + "index.xml\""));
        assertTrue(Files.exists(folder.resolve("workspace/com.example.quick/src/com/example/quick/Quick.java")));
        assertRefused("no such folder", "--id", "com.example.quick", "--repository", "elsewhere");
        assertRefused("Name the folder that has it", "--id", "com.example.quick", "--bnd");
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        Path present = folder.resolve("quick/README.md");
        Files.createDirectories(present.getParent());
        Files.writeString(present, "mine");
        assertRefused("README.md is there already, and no file is overwritten", "--id", "com.example.quick", "--licence", "mit");
        assertEquals(List.of(present), files());
        assertEquals("mine", Files.readString(present));
    }

    @Test
    void namesThatCannotBeAreRefusedWithWhatIsAllowed() throws Exception {
        assertRefused("'com.example.Quick' is no name of a package", "--id", "com.example.Quick");
        assertRefused("'class' is a word of Java's", "--id", "com.class.quick");
        assertRefused("needs your domain before it, as in com.example.quick", "--id", "quick");
        assertRefused("a name of Fascicle's own bundles", "--id", "fascicle.activation.quick");
        assertRefused("a name of Fascicle's own bundles", "--id", "org.fascicle.quick");
        assertRefused("no licence 'gpl'. There are apache-2.0, mit, none", "--id", "com.example.quick", "--licence", "gpl");
        assertRefused("built with one of the two", "--id", "com.example.quick", "--bnd", "--maven");
        assertRefused(List.of("activation", "Quick"), "small letters and digits", "--id", "com.example.quick");
        assertRefused(List.of("activation", "expr"), "its source uses another class of that name", "--id", "com.example.expr");
        assertRefused(List.of("activation", "override"), "its source uses another class of that name", "--id", "com.example.o");
        assertRefused(List.of("optimiser", "quick"), "no kind 'optimiser'", "--id", "com.example.quick");
        assertEquals(List.of(), files());
    }

    private void assertRefused(String message, String... options) {
        assertRefused(List.of("activation", "quick"), message, options);
    }

    private void assertRefused(List<String> named, String message, String... options) {
        List<String> words = new ArrayList<>(List.of("new"));
        words.addAll(named);
        words.addAll(List.of(options));
        assertEquals(2, run(words.toArray(String[]::new)), this::said);
        assertTrue(said().contains(message), this::said);
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private int run(String... words) {
        platform = new FakePlatform();
        platform.folder = folder;
        return platform.run(words);
    }

    private String said() {
        return platform.err();
    }
}
