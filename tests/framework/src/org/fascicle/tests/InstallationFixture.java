package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.fascicle.api.installation.Installer;
import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.test.common.annotation.InjectService;

/** What changes the installation of these tests leaves it as it was: bundles, techniques, files and list. */
abstract class InstallationFixture extends PlatformTest {
    @InjectService(timeout = 120_000)
    Installer installer;
    @TempDir
    Path folder;
    Set<String> before;

    @BeforeEach
    void remember() throws Exception {
        before = state();
    }

    @AfterEach
    void takeOut() throws Exception {
        for (Bundle bundle : context().getBundles()) {
            if (bundle.getSymbolicName().startsWith("com.example.") && bundle.getLocation().startsWith("plugin:")) {
                installer.uninstall(bundle.getSymbolicName(), bundle.getVersion().toString());
            }
        }
        assertState(before, "after the test");
    }

    void assertState(Set<String> expected, String when) throws Exception {
        Set<String> now = state();
        Set<String> more = new TreeSet<>(now);
        more.removeAll(expected);
        Set<String> less = new TreeSet<>(expected);
        less.removeAll(now);
        assertEquals("more [], less []", "more " + more + ", less " + less, when);
    }

    /** Bundles, techniques and the installation's files. */
    Set<String> state() throws Exception {
        TreeSet<String> all = new TreeSet<>();
        for (Bundle bundle : context().getBundles()) {
            all.add(bundle + " " + bundle.getVersion() + " " + bundle.getState());
        }
        techniques.all().forEach(type -> all.add(type.toString()));
        for (String name : List.of("plugins", "added")) {
            try (Stream<Path> files = Files.list(Files.createDirectories(installation().resolve(name)))) {
                files.forEach(file -> all.add(file.toString()));
            }
        }
        Matcher added = Pattern.compile("\\{[^{}]*\"added\":true[^{}]*}").matcher(list());
        while (added.find()) {
            all.add(added.group());
        }
        return all;
    }

    static Path installation() {
        return Path.of(context().getProperty("fascicle.installation"));
    }

    static String list() throws Exception {
        return Files.readString(installation().resolve("installation.json")).replaceAll("\\s+", "");
    }

    void refused(String words, Executable action) {
        InputException problem = assertThrows(InputException.class, action);
        assertTrue(problem.getMessage().contains(words), "'" + words + "' is not in: " + problem.getMessage());
    }
}
