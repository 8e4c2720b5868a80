package org.fascicle.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** JVMs of tests side by side: how many at once, which first, and what is said of them. */
@Timeout(300)
class TestRunsTest {
    private static final PrintStream OUT = System.out;
    private static final PrintStream ERR = System.err;

    @TempDir
    Path folder;
    private final Reports reports = new Reports();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        PrintStream both = new PrintStream(said, true, StandardCharsets.UTF_8);
        System.setOut(both);
        System.setErr(both);
    }

    @AfterEach
    void listenNoMore() {
        System.setOut(OUT);
        System.setErr(ERR);
    }

    private TestRun run(String name, int seconds, String... words) {
        Path place = Path.of(PlantedTests.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        Path own = folder.resolve(name);
        return new TestRun("test", name, seconds,
                new Forked(folder).args("-cp", place.toString(), PlantedTests.class.getName(), name).args(words),
                own.resolve("reports"), own.resolve("output.txt"));
    }

    private List<String> begun() throws Exception {
        return Files.readAllLines(folder.resolve("begun.txt"));
    }

    @Test
    void ofThoseThatWaitTheLongestBeginsFirst() throws Exception {
        try (TestRuns runs = new TestRuns(new Log(false), reports, 1)) {
            runs.start(run("first", 1, "await=all"));
            runs.start(run("short", 10));
            runs.start(run("long", 300));
            runs.start(run("medium", 60));
            Files.createFile(folder.resolve("all"));
            assertTrue(runs.await());
        }
        assertEquals(List.of("first", "long", "medium", "short"), begun());
        assertEquals("4 passed, 0 failed", reports.closing());
    }

    @Test
    void asManyRunAtOnceAsAreAllowed() throws Exception {
        try (TestRuns runs = new TestRuns(new Log(false), reports, 2)) {
            // each ends when the other has begun
            runs.start(run("one", 1, "create=one-is-there", "await=other-is-there"));
            runs.start(run("other", 1, "create=other-is-there", "await=one-is-there"));
            assertTrue(runs.await());
        }
        assertEquals("2 passed, 0 failed", reports.closing());
    }

    @Test
    void oneThatFailsHidesNoOther() throws Exception {
        try (TestRuns runs = new TestRuns(new Log(false), reports, 2)) {
            runs.start(run("falls", 4, "exit=3", "reports=no"));
            runs.start(run("breaks", 3, "exit=3"));
            runs.start(run("fails", 2, "fails=2", "exit=1"));
            runs.start(run("holds", 1));
            assertFalse(runs.await());
        }
        assertEquals("3 passed, 2 failed", reports.closing());
        List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
        assertTrue(lines.contains("test: falls: there are tests, and none ran; the JVM ended with 3"), lines.toString());
        assertTrue(lines.contains("      falls says something"), lines.toString());
        assertTrue(lines.contains("test: breaks: no test failed, but the JVM ended with 3"), lines.toString());
        // in one piece
        int first = lines.indexOf("FAILED   fails: A.fails0");
        assertEquals("      it is not so", lines.get(first + 1));
        assertEquals("FAILED   fails: A.fails1", lines.get(first + 2));
        assertTrue(lines.get(first + 4).startsWith("test     fails: 1 passed, 2 failed "), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("test     holds: 1 passed, 0 failed ")), lines.toString());
    }

    @Test
    void whatIsNoNumberOfSecondsIsRefused() {
        assertEquals(90, TestRun.seconds(" 90", "a/bnd.bnd"));
        BuildFailure refused = assertThrows(BuildFailure.class, () -> TestRun.seconds("two", "a/bnd.bnd"));
        assertEquals("a/bnd.bnd: test.seconds: 'two' is not a whole number; say about how many seconds the tests take",
                refused.getMessage());
    }
}
