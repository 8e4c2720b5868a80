package org.fascicle.tests;

import static org.fascicle.tests.OwnPlatform.assertCode;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

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
