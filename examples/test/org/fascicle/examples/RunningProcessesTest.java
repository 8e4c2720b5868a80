package org.fascicle.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One process changes the installation while others run from it. */
class RunningProcessesTest {
    private static final String BUNDLE = "com.example.activation.softsign";

    @TempDir
    Path folder;
    private CommandLine fascicle;
    private Path running;

    @BeforeEach
    void layOut() throws IOException {
        fascicle = CommandLine.changeable(folder);
        running = Files.createDirectory(fascicle.installation().resolve("running"));
    }

    @Test
    void whoeverInstallsSeesWhatARunningProcessMakesOfIt() throws Exception {
        Process shell = started("shell");
        String who = "process " + shell.pid() + " (shell): ";
        try {
            String installed = said("install", Workspace.SOFTSIGN);
            assertTrue(installed.contains(who + "installed " + BUNDLE + " 1.2.0"), installed);
            String uninstalled = said("uninstall", BUNDLE);
            assertTrue(uninstalled.contains(who + "uninstalled " + BUNDLE + " 1.2.0"), uninstalled);
            said("install", Workspace.SOFTSIGN);
            try (OutputStream typed = shell.getOutputStream()) {
                typed.write("techniques --kind activation\nexit\n".getBytes(StandardCharsets.UTF_8));
            }
            String listed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(listed.contains("com.example:softsign"), listed);
            assertTrue(shell.waitFor(1, TimeUnit.MINUTES), "the shell did not end");
        } finally {
            shell.destroyForcibly().waitFor();
        }
        assertEquals(List.of(), announced(), "whoever ends takes its announcement along");
    }

    @Test
    void aProcessThatWasKilledIsNotWaitedFor() throws Exception {
        Process shell = started("shell");
        shell.destroyForcibly().waitFor();
        assertEquals(1, announced().size(), "a killed process leaves its announcement");
        String installed = said("install", Workspace.SOFTSIGN);
        assertTrue(!installed.contains("process"), installed);
        assertEquals(List.of(), announced(), "whoever asks next deletes it");
    }

    /** A process that others can ask. */
    private Process started(Object... arguments) throws Exception {
        try (WatchService watch = running.getFileSystem().newWatchService()) {
            running.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            Process process = fascicle.start(arguments);
            while (announced().isEmpty()) {
                WatchKey key = watch.poll(1, TimeUnit.MINUTES);
                if (key == null) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError("the process opens no socket");
                }
                // What happens behind the reset comes with the key again; the announcement is renamed after it was made.
                key.pollEvents();
                key.reset();
            }
            return process;
        }
    }

    private List<Path> announced() throws IOException {
        try (Stream<Path> files = Files.list(running)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    private String said(Object... arguments) throws Exception {
        Process process = fascicle.start(arguments);
        try {
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(1, TimeUnit.MINUTES), "it did not end");
            assertEquals(0, process.exitValue(), text);
            return text;
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
