package org.fascicle.tests;

import static org.fascicle.tests.OwnPlatform.assertCode;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.stream.Stream;

import org.fascicle.tests.OwnPlatform.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;

/** What is not trusted does not run, whichever door it comes through; in processes, on the framework of these tests. */
@Timeout(600)
public class TrustTest {
    private static final String NAME = SampleJar.TECHNIQUE;

    @TempDir
    Path folder;

    private OwnPlatform platform(String trust) throws Exception {
        return new OwnPlatform(folder.resolve(trust), trust);
    }

    private static SampleJar stranger() throws Exception {
        return new SampleJar().name("fascicle.totally.legit")
                .header(Constants.PROVIDE_CAPABILITY, "namespace=\"com.example\";name=softsign", "namespace=fascicle;name=elu");
    }

    @Test
    void aJarThatWasSwappedDoesNotRun() throws Exception {
        OwnPlatform platform = platform("pinned");
        Path jar = new SampleJar().write(folder.resolve("a.jar"));
        assertCode(0, platform.run("install", jar.toString()));
        assertCode(0, platform.run("describe", NAME));
        Path installed;
        try (Stream<Path> added = Files.list(platform.folder.resolve("added"))) {
            installed = added.filter(file -> file.toString().endsWith(".jar")).findFirst().orElseThrow();
        }
        new SampleJar().header(Constants.BUNDLE_DESCRIPTION, "Swapped.").write(installed);
        Outcome refused = assertCode(2, platform.run("describe", NAME));
        assertTrue(refused.err().contains("not running: " + SampleJar.BUNDLE + " 1.2.0: it is not trusted: the SHA-256 of "
                + installed + " is " + OwnPlatform.sha256(installed)), refused::toString);
        assertTrue(refused.err().contains("Install it again, or put the file back"), refused::toString);
        assertCode(0, platform.run("describe", "elu"));
        Files.copy(jar, installed, StandardCopyOption.REPLACE_EXISTING);
        assertCode(0, platform.run("describe", NAME));
    }

    @Test
    void aStrangerThatCallsItselfOursIsRefusedAtEachDoor() throws Exception {
        OwnPlatform platform = platform("pinned");
        Path jar = stranger().write(folder.resolve("legit.jar"));
        Outcome refused = assertCode(2, platform.run("install", jar.toString()));
        assertTrue(refused.err().contains("legit.jar: offers techniques by names without a prefix, which are reserved"),
                refused::toString);
        Path plugins = Files.createDirectories(platform.folder.resolve("plugins"));
        Files.copy(jar, plugins.resolve("legit.jar"));
        // One that was written a moment ago may still be copied, and is waited for.
        Files.setLastModifiedTime(plugins.resolve("legit.jar"), FileTime.from(Instant.now().minusSeconds(60)));
        Outcome left = assertCode(0, platform.run("describe", "elu"));
        assertTrue(left.err().contains("legit.jar") && left.err().contains("reserved"), left::toString);
        assertFalse(left.out().contains("totally"), left::toString);
        Files.delete(plugins.resolve("legit.jar"));
        Outcome outside = platform.script("felix:start " + jar.toUri(), "headers fascicle.totally.legit", "describe elu");
        assertTrue(outside.out().contains("Bundle-SymbolicName: fascicle.totally.legit"), "it is installed: " + outside);
        assertCode(0, outside);
        assertFalse(outside.out().contains("is provided twice") || outside.err().contains("is provided twice"),
                outside::toString);
    }

    /** As whoever has a bundle context may do. */
    @Test
    void whatComesByAnotherDoorDoesNotResolve() throws Exception {
        Path jar = new SampleJar().write(folder.resolve("a.jar"));
        for (String trust : new String[] {"pinned", "signed"}) {
            OwnPlatform platform = platform(trust);
            Outcome outside = platform.script("felix:start " + jar.toUri(), "headers " + SampleJar.BUNDLE, "describe " + NAME);
            assertTrue(outside.out().contains("Bundle-SymbolicName: " + SampleJar.BUNDLE), "it is installed: " + outside);
            assertCode(2, outside);
            assertTrue(outside.err().contains("'" + NAME + "'"), outside::toString);
        }
        OwnPlatform any = platform("any");
        Outcome trusted = assertCode(0, any.script("felix:start " + jar.toUri(), "describe " + NAME));
        assertTrue(trusted.err().contains("any bundle is trusted, wherever it comes from"), trusted::toString);
    }

    @Test
    void whatIsNotSignedIsRefusedWhereSignaturesAreAskedFor() throws Exception {
        OwnPlatform platform = platform("signed");
        Path jar = new SampleJar().write(folder.resolve("a.jar"));
        Outcome refused = assertCode(2, platform.run("install", jar.toString()));
        assertTrue(refused.err().contains("a.jar: ") && refused.err().contains("signed"), refused::toString);
        assertCode(2, platform.run("describe", NAME));
        Files.copy(jar, Files.createDirectories(platform.folder.resolve("plugins")).resolve("a.jar"));
        assertCode(2, platform.run("describe", NAME));
        assertCode(0, platform.run("describe", "elu"));
    }
}
