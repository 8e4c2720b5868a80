package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.fascicle.api.conformance.Finding;
import org.fascicle.api.conformance.Finding.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TckTest {
    private final FakePlatform platform = new FakePlatform();

    TckTest() {
        platform.findings.add(Finding.of("com.example.bent", "", "start", Outcome.OK, "", 0.01));
        platform.findings.add(Finding.of("com.example.bent", "activation com.example:bent", "gradient", Outcome.OK, "", 0.25));
    }

    @Test
    void allIsWell() {
        assertEquals(0, platform.run("tck", "a.jar", "b.jar"));
        assertEquals(List.of("check [a.jar, b.jar]"), platform.calls);
        assertEquals("technique                    check     result  seconds\n"
                + "com.example.bent             start     ok         0.01\n"
                + "activation com.example:bent  gradient  ok         0.25\n\n2 ok, 0 failed, 0 skipped\n", platform.out());
    }

    @Test
    void aFailureHasAReasonAndAnExitCode() {
        platform.findings
                .add(Finding.of("com.example.bent", "activation com.example:bent", "seed", Outcome.FAILED, "it draws", 1));
        platform.findings
                .add(Finding.of("com.example.bent", "activation com.example:bent", "resume", Outcome.SKIPPED, "no data", 1));
        assertEquals(1, platform.run("tck", "a.jar"));
        assertTrue(platform.out().contains("\nactivation com.example:bent, seed failed:\n  it draws\n"), platform.out());
        assertTrue(platform.out().contains("\nactivation com.example:bent, resume skipped:\n  no data\n"), platform.out());
        assertTrue(platform.out().endsWith("2 ok, 1 failed, 1 skipped\n"), platform.out());
    }

    @Test
    void jsonAndReport() throws Exception {
        assertEquals(0, platform.run("tck", "a.jar", "--json", "--report", "report.xml"));
        assertEquals(List.of("check [a.jar]", "report report.xml"), platform.calls);
        List<Map<String, Object>> objects = platform.json();
        assertEquals(2, objects.size());
        assertEquals("gradient", objects.get(1).get("check"));
        assertEquals("ok", objects.get(1).get("outcome"));
    }

    @Test
    void earlierReleasesAreHandedOn() {
        assertEquals(0, platform.run("tck", "b-2.jar", "c-3.jar", "--against", "b-1.jar", "--against", "c.json"));
        assertEquals(List.of("check [b-2.jar, c-3.jar] against [b-1.jar, c.json]"), platform.calls);
    }

    @Test
    void contractsAreWritten(@TempDir Path folder) throws Exception {
        platform.folder = folder;
        assertEquals(0, platform.run("tck", "a-1.0.jar", "--contracts", "some"));
        assertEquals(Path.of("some", "a-1.0.json") + "\n", platform.out());
        assertEquals("the contract of " + folder.resolve("a-1.0.jar"),
                Files.readString(platform.folder.resolve("some/a-1.0.json")));
        assertEquals(List.of(), platform.calls);
    }

    /** Whatever a process says that is not the kit's, it is never an answer that all is well. */
    @Test
    void aProcessThatDoesNotCheckIsAProblem() {
        platform.command = List.of(Path.of("no", "such", "java").toString());
        assertEquals(1, platform.run("tck", "a.jar"));
        assertTrue(platform.err().contains("no process can be made to check in"), platform.err());
        platform.err.reset();
        platform.command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "no.such.Main");
        assertEquals(1, platform.run("tck", "a.jar"));
        assertTrue(platform.err().contains("the process that was to check ended with exit code 1"), platform.err());
        assertTrue(platform.err().contains("no.such.Main"), platform.err());
        assertEquals("", platform.out());
    }

    @Test
    void limitsMustMakeSense() {
        assertEquals(2, platform.run("tck", "a.jar", "--seconds", "0"));
        assertTrue(platform.err().contains("more than 0 seconds"), platform.err());
        platform.err.reset();
        assertEquals(2, platform.run("tck", "a.jar", "--memory", "much"));
        assertTrue(platform.err().contains("--memory much is no size"), platform.err());
    }

    @Test
    void aBundleMustBeNamed() {
        assertEquals(2, platform.run("tck"));
        assertTrue(platform.err().contains("BUNDLE.jar"), platform.err());
    }
}
