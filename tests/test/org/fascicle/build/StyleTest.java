package org.fascicle.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build refuses sources that are not laid out as the profile says, and lays them out when asked. */
class StyleTest {
    private static final String RIGHT = """
        package p;

        import org.example.Figure;

        /** What an author has written
         *  stays as it is. */
        public record Point(double x, double y) {
            private static final String TEXT = \"""
                two
                  lines\""";

            Point {
                if (x < 0) {
                    throw new IllegalArgumentException("a line that has an end"
                            + " goes on in the next");
                }
            }

            static int sides(Object figure) {
                return switch (figure) { // a remark
                    case Point point -> 0;
                    default -> 1;
                };
            }

            void nothing() {}
        }
        """.replace("Object figure", "String figure").replace("case Point point", "case \"point\"");

    @TempDir
    Path root;

    @BeforeEach
    void plant() throws Exception {
        // the driver's classes are in cnf/generated/driver
        Path cnf = Path.of(Style.class.getProtectionDomain().getCodeSource().getLocation().toURI()).getParent().getParent();
        Files.createDirectories(root.resolve("cnf/format"));
        Files.copy(cnf.resolve("format/profile.xml"), root.resolve("cnf/format/profile.xml"));
        assertTrue(Trees.copy(cnf.resolve("tools/format"), root.resolve("cnf/tools/format"), p -> true) > 10);
    }

    @Test
    void whatIsRightStays() throws Exception {
        Path file = write("project/src/p/Point.java", RIGHT);
        assertEquals("1 of 1 files", style().check());
        assertEquals("0 files rewritten", style().format());
        assertEquals(RIGHT, Files.readString(file));
    }

    @Test
    void whatIsWrongIsNamedAndRewritten() throws Exception {
        Path file = write("project/src/p/Point.java",
                RIGHT.replace("            throw", "\t\t\tthrow").replace("(x < 0)", "( x<0 )"));
        write("project/test/p/Other.java", RIGHT.replace("Point", "Other"));
        BuildFailure failure = assertThrows(BuildFailure.class, () -> style().check());
        assertEquals("style: these files are not as `./build format` would write them; run it\n  project/src/p/Point.java",
                failure.getMessage());
        assertEquals("1 files rewritten", style().format());
        assertEquals(RIGHT, Files.readString(file));
        assertEquals("0 of 2 files", style().check());
    }

    @Test
    void onlyWhatHasChangedIsComparedAgain() throws Exception {
        Path file = write("project/src/p/Point.java", RIGHT);
        write("cnf/driver/Other.java", RIGHT.replace("Point", "Other"));
        write("project/generated/p/Made.java", "class Made{}");
        assertEquals("2 of 2 files", style().check());
        Files.writeString(file, RIGHT.replace("nothing", "naught"));
        assertEquals("1 of 2 files", style().check());
        // another profile: all again
        Path profile = root.resolve("cnf/format/profile.xml");
        Files.writeString(profile,
                Files.readString(profile).replace("\"lineSplit\" value=\"130\"", "\"lineSplit\" value=\"129\""));
        Files.writeString(profile, Files.readString(profile) + "\n");
        assertEquals("2 of 2 files", style().check());
    }

    @Test
    void whatCannotBeReadIsNamed() throws Exception {
        write("project/src/p/Broken.java", "class Broken { String half = \"half; }");
        BuildFailure failure = assertThrows(BuildFailure.class, () -> style().check());
        assertEquals(
                "style: these cannot be formatted:\n  project/src/p/Broken.java: the formatter cannot read it; does it compile?",
                failure.getMessage());
    }

    @Test
    void aSettingThatDoesNotExistIsNamed() throws Exception {
        write("project/src/p/Point.java", RIGHT);
        Path profile = root.resolve("cnf/format/profile.xml");
        Files.writeString(profile, Files.readString(profile).replace("formatter.lineSplit", "formatter.lineBreak"));
        BuildFailure failure = assertThrows(BuildFailure.class, () -> style().check());
        assertTrue(failure.getMessage().endsWith("the formatter has no setting org.eclipse.jdt.core.formatter.lineBreak"),
                failure.getMessage());
    }

    @Test
    void someFoldersCanBeAskedAlone() throws Exception {
        write("one/src/p/Point.java", RIGHT.replace("(x < 0)", "( x<0 )"));
        write("other/src/p/Point.java", RIGHT);
        assertEquals("1 of 1 files", style("other").check());
        assertEquals("0 of 1 files", style("other").check());
        assertThrows(BuildFailure.class, () -> style("one").check());
        assertEquals("1 files rewritten", style("one").format());
        assertEquals("0 of 2 files", style().check());
        BuildFailure failure = assertThrows(BuildFailure.class, () -> style("none").check());
        assertEquals("there is no folder none", failure.getMessage());
    }

    private Style style(String... folders) throws Exception {
        return new Style(root, List.of(folders));
    }

    private Path write(String file, String text) throws Exception {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }
}
