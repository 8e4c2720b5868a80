package org.fascicle.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache Karaf: a feature, a bundle with a command, and the verbs as commands. */
@Tag("long")
class KarafTest {
    @TempDir
    Path folder;

    @Test
    void trainsAndPredicts() throws Exception {
        Path report = folder.resolve("report");
        try (KarafHost karaf = new KarafHost(folder, Map.of("witness.report", report.toString()))) {
            karaf.run("bundle:install -s -l 60 " + Workspace.witness(folder.resolve("witness")).toUri());
            List<String> before = bundles(karaf);
            karaf.run("kar:install " + Workspace.BUNDLES.resolveSibling("fascicle.kar").toUri(), "feature:install fascicle");
            List<String> added = bundles(karaf);
            added.removeAll(before);
            assertBringsWhatKarafLacks(added);
            karaf.run("bundle:install -s " + Workspace.bundle("com.example.karaf").toUri());
            assertLearns(karaf, "first.fasc", "example:digits ");

            karaf.run("feature:install fascicle-commands");
            assertVerbs(karaf);

            // other class loaders, and the native libraries once more; the framework does not start by itself what had lost its imports
            karaf.run("feature:uninstall fascicle-commands fascicle", "feature:install fascicle",
                    "bundle:start com.example.karaf");
            assertLearns(karaf, "again.fasc", "example:digits ");
            karaf.stop();
            assertEquals("", karaf.printed(), "on Karaf's console");
            assertEquals(List.of(), karaf.problems());
        }
        assertEquals(List.of(), Files.readAllLines(report));
    }

    /** What is installed by the verbs is Karaf's from then on: it keeps it, and its own commands are as they were. */
    @Test
    void bundlesComeAndGoByTheVerbsAndOutliveARestart() throws Exception {
        Path next = next(folder.resolve("next.jar"));
        Path archive = folder.resolve("softsign.fasc");
        Path model =
                Files.writeString(folder.resolve("softsign.json"), Files.readString(Workspace.EXAMPLES.resolve("digits.json"))
                        .replace("\"elu\"", "\"com.example:softsign\""));
        assertTrue(Files.readString(model).contains("com.example:softsign"), "the example has another activation by now");
        try (KarafHost karaf = new KarafHost(folder, Map.of())) {
            karaf.run("kar:install " + Workspace.BUNDLES.resolveSibling("fascicle.kar").toUri(), "feature:install fascicle");
            List<String> commands = List.of("headers org.apache.felix.framework", "help bundle:install", "help install",
                    "help update", "help uninstall", "help resolve", "help stop", "log:get");
            List<String> own = answers(karaf, commands);
            karaf.run("feature:install fascicle-commands");
            assertEquals(own, answers(karaf, commands), "a command of Karaf's own is hidden");

            assertSays(karaf, "fascicle:install " + Workspace.SOFTSIGN, "installed com.example.activation.softsign 1.2.0");
            assertTrue(bundles(karaf).contains("com.example.activation.softsign"));
            assertSays(karaf, "fascicle:train --set training.epochs=1 --out " + archive + " " + model, "written: " + archive);
            assertSays(karaf, "fascicle:resolve " + archive, "com.example.activation.softsign 1.2.0");
            assertSays(karaf, "fascicle:update " + next, "updated com.example.activation.softsign 1.2.0 to 1.3.0");
            KarafHost.Output pinned = karaf.client("fascicle:evaluate " + archive);
            assertNotEquals(0, pinned.code());
            assertTrue(pinned.text().contains("version 1.2.0 of the activation 'com.example:softsign'"), pinned::text);
            assertSays(karaf, "fascicle:evaluate --upgrade " + archive, "accuracy");
            KarafHost.Output refused = karaf.client("fascicle:install " + model);
            assertNotEquals(0, refused.code());
            assertTrue(refused.text().contains("softsign.json"), refused::text);

            karaf.stop();
            karaf.start();
            assertSays(karaf, "fascicle:describe com.example:softsign", "com.example:softsign 1.3.0");
            assertSays(karaf, "fascicle:evaluate --upgrade " + archive, "accuracy");
            assertSays(karaf, "fascicle:uninstall com.example.activation.softsign",
                    "uninstalled com.example.activation.softsign 1.3.0");
            assertFalse(bundles(karaf).contains("com.example.activation.softsign"));
            KarafHost.Output gone = karaf.client("fascicle:describe com.example:softsign");
            assertNotEquals(0, gone.code());
            assertSays(karaf, "fascicle:leaks", "");
            karaf.stop();
        }
    }

    private static List<String> answers(KarafHost karaf, List<String> commands) throws Exception {
        List<String> answers = new ArrayList<>();
        for (String command : commands) {
            answers.add(command + ": " + karaf.client(command).text());
        }
        return answers;
    }

    private static void assertSays(KarafHost karaf, String command, String words) throws Exception {
        List<String> lines = karaf.run(command);
        assertTrue(String.join("\n", lines).contains(words), () -> command + ": " + lines);
    }

    /** The next version of a bundle of a third party. */
    private static Path next(Path file) throws Exception {
        try (JarFile jar = new JarFile(Workspace.SOFTSIGN.toFile())) {
            Manifest manifest = jar.getManifest();
            Attributes headers = manifest.getMainAttributes();
            headers.putValue("Bundle-Version", "1.3.0");
            headers.putValue("Provide-Capability", headers.getValue("Provide-Capability").replace("\"1.2.0\"", "\"1.3.0\""));
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        jar.getInputStream(entry).transferTo(out);
                    }
                }
            }
        }
        return file;
    }

    /** The symbolic names of all bundles. */
    private static List<String> bundles(KarafHost karaf) throws Exception {
        List<String> names = new ArrayList<>();
        for (String line : karaf.run("bundle:list -t 0 -s --no-format")) {
            names.add(line.substring(line.lastIndexOf('\t') + 1).strip());
        }
        return names;
    }

    /** Beside Fascicle's own bundles what others have made: no second Jackson, and no logging. */
    private static void assertBringsWhatKarafLacks(List<String> added) {
        assertTrue(added.contains("fascicle.core"), added::toString);
        List<String> others = added.stream().filter(name -> !name.startsWith("fascicle.")).sorted().toList();
        assertEquals(List.of("com.fasterxml.jackson.core.jackson-annotations", "com.fasterxml.jackson.core.jackson-core",
                "com.fasterxml.jackson.core.jackson-databind", "org.apache.commons.numbers.core",
                "org.apache.commons.numbers.fraction",
                "org.apache.commons.numbers.gamma", "org.apache.felix.scr", "org.apache.karaf.scr.management",
                "org.apache.karaf.scr.state",
                "org.osgi.service.component"), others);
    }

    private void assertLearns(KarafHost karaf, String name, String command) throws Exception {
        Path archive = folder.resolve(name);
        assertEquals(List.of(PlainHost.READ), karaf.run(command + archive));
        assertEquals(PlainHost.weights(), Workspace.weights(archive));
    }

    private void assertVerbs(KarafHost karaf) throws Exception {
        Path archive = folder.resolve("verbs.fasc");
        List<String> trained = karaf.run("fascicle:train --out " + archive + " " + Workspace.EXAMPLES.resolve("digits.json"));
        assertTrue(trained.stream().anyMatch(line -> line.contains("accuracy")), trained::toString);
        assertEquals(PlainHost.weights(), Workspace.weights(archive));
        List<String> predicted = karaf.run("fascicle:predict " + archive + " | head -n 4");
        assertEquals(4, predicted.size(), predicted::toString);

        KarafHost.Output failed = karaf.client("fascicle:describe elx", "shell:echo no");
        assertNotEquals(0, failed.code());
        assertEquals("Error executing command: no technique 'elx' is installed. Did you mean 'elu'?", failed.text().strip());
    }
}
