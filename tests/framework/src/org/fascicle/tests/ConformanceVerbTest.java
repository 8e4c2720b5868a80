package org.fascicle.tests;

import static org.fascicle.tests.OwnPlatform.assertCode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.tests.OwnPlatform.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The conformance kit as users start it: in processes, on the framework of these tests. */
@Timeout(600)
public class ConformanceVerbTest {
    private static final String NAME = SampleJar.TECHNIQUE;

    @TempDir
    Path folder;

    private OwnPlatform platform(String trust) throws Exception {
        return new OwnPlatform(folder.resolve(trust), trust);
    }

    /** A stranger's jar that is not on the list of the installation is trusted as it would be if it were installed. */
    @Test
    void aJarIsCheckedWhereverItMayBeInstalled() throws Exception {
        Path jar = new SampleJar().write(folder.resolve("a.jar"));
        for (String trust : new String[] {"pinned", "any"}) {
            Outcome checked = assertCode(0, platform(trust).run("tck", jar.toString()));
            for (String check : new String[] {"start", "manifest", "gradient", "backends", "resume", "leak"}) {
                assertTrue(checked.out().matches("(?s).*\\b" + check + " +ok.*"), checked::toString);
            }
            assertTrue(checked.out().contains(" ok, 0 failed, 0 skipped"), checked::toString);
        }
    }

    /** Each harms the process that asks it, and the others are checked all the same. */
    @Test
    void whatHarmsTheProcessIsAFinding() throws Exception {
        Path jar = Path.of(PlatformTest.context().getProperty("fascicle.tests.wrong"), "com.example.wrong.process.jar");
        Outcome checked = assertCode(1,
                platform("pinned").run("tck", jar.toString(), "--json", "--seconds", "30", "--memory", "192m"));
        Map<String, String> reasons =
                Map.of("exiting", "ended with exit code 0 in this check", "halting", "ended with exit code 0 in this",
                        "endless", "did not end within 30.0 s: it was in com.example.activation.process.Endless.apply",
                        "exhausting", "out of memory", "recursing", "calls itself without end",
                        "threading", "starts a thread, in com.example.activation.process.Threading.apply");
        reasons.forEach(
                (name, reason) -> assertTrue(checked.out().lines().anyMatch(line -> line.contains("com.example:" + name + "\"")
                        && line.contains("\"failed\"") && line.contains(reason)), name + ": " + checked));
        List<String> sound =
                checked.out().lines().filter(line -> line.contains("com.example:sound\"")).collect(Collectors.toList());
        assertTrue(sound.stream().allMatch(line -> line.contains("\"ok\"")), sound::toString);
        for (String check : new String[] {"manifest", "gradient", "backends", "resume"}) {
            assertEquals(1, sound.stream().filter(line -> line.contains("\"" + check + "\"")).count(), sound::toString);
        }
    }

    @Test
    void aJarThatIsNotTrustedIsNotChecked() throws Exception {
        Path jar = new SampleJar().write(folder.resolve("a.jar"));
        Outcome refused = assertCode(2, platform("signed").run("tck", jar.toString()));
        assertTrue(refused.err().contains("a.jar: is not trusted, and this installation takes signed bundles alone"),
                refused::toString);
        assertFalse(refused.out().contains("start"), refused::toString);
    }

    @Test
    void whatIsInstalledCanBeCheckedAndStaysInstalled() throws Exception {
        OwnPlatform platform = platform("pinned");
        Path jar = new SampleJar().write(folder.resolve("a.jar"));
        assertCode(0, platform.run("install", jar.toString()));
        Outcome checked = platform.script("tck " + jar, "describe " + NAME, "headers " + SampleJar.BUNDLE);
        assertCode(0, checked);
        assertTrue(checked.out().contains(" ok, 0 failed, 0 skipped"), checked::toString);
        assertTrue(checked.out().contains("Bundle-SymbolicName: " + SampleJar.BUNDLE), checked::toString);
        assertCode(0, platform.run("describe", NAME));
    }
}
