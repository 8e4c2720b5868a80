package org.fascicle.installation;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallationTest {
    @TempDir
    Path folder;

    @Test
    void readsItsList() throws Exception {
        write("""
            { "fascicle": 1, "framework": { "a.b": "c" }, "bundles": [
              { "name": "x", "version": "1.2.0", "file": "bundles/x.jar", "sha256": "00", "start": false },
              { "name": "y", "version": "2.0.0", "file": "bundles/y.jar" } ] }""");
        Installation read = Installation.read(folder);
        assertEquals(Map.of("a.b", "c"), read.framework());
        assertEquals(new Installation.Entry("x", "1.2.0", folder.resolve("bundles/x.jar"), "00", false), read.bundles().get(0));
        assertTrue(read.bundles().get(1).start(), "bundles are started unless the list says otherwise");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                                      | damaged",
        "{ \"fascicle\": 1, \"bundles\": [       | damaged",
        "[ 1 ]                                   | damaged",
        "{ \"fascicle\": 1 }                     | \"bundles\" is missing",
        "{ \"fascicle\": 1, \"bundles\": [ {} ] }| \"file\" is missing",
        "{ \"fascicle\": 1, \"trust\": \"all\", \"bundles\": [] } | has the trust 'all'",
        "{ \"fascicle\": 9, \"bundles\": [] }    | format 9"})
    void saysWhatIsWrongWithIt(String list, String message) throws Exception {
        write(list);
        Failure failure = assertThrows(Failure.class, () -> Installation.read(folder));
        assertTrue(failure.getMessage().contains(message), failure.getMessage());
    }

    @Test
    void saysThatThereIsNone() {
        Failure failure = assertThrows(Failure.class, () -> Installation.read(folder));
        assertTrue(failure.getMessage().contains("is no installation"), failure.getMessage());
    }

    @Test
    void whatUsersChangedOutlivesWhatIsShippedAnew() throws Exception {
        Installation.Entry old = entry("old", "1.0.0", false);
        Installation.Entry mine = entry("mine", "1.0.0", true);
        Installation before = new Installation(folder, Trust.SIGNED, Map.of("a", "b"), List.of(old, mine),
                List.of("unwanted 1.0.0"), List.of(folder.resolve("repository")));
        Installation.Entry fresh = entry("old", "1.1.0", false);
        Installation shipped = new Installation(folder, Trust.PINNED, Map.of("c", "d"),
                List.of(fresh, entry("unwanted", "1.0.0", false), entry("mine", "1.0.0", false)), List.of(), List.of());
        assertEquals(new Installation(folder, Trust.SIGNED, Map.of("c", "d"), List.of(mine, fresh), List.of("unwanted 1.0.0"),
                List.of(folder.resolve("repository"))), before.shipping(shipped));
    }

    private Installation.Entry entry(String name, String version, boolean added) {
        return new Installation.Entry(name, version, folder.resolve(name + "-" + version + ".jar"), "00", true, added, false, "");
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        Installation written = new Installation(folder, Trust.SIGNED, Map.of("a.b", "c"), List.of(
                new Installation.Entry("x", "1.2.0", folder.resolve("bundles/x.jar"), "00", false),
                new Installation.Entry("y", "2.0.0", folder.resolve("added/y.jar"), "01", true, true, true, "y.jar")),
                List.of("z 1.0.0"), List.of(folder.resolve("index.xml"), Path.of("/srv")));
        Edit.run(folder, edit -> {
            edit.write(written);
            return assertDoesNotThrow(edit::read);
        });
        assertEquals(written, Installation.read(folder));
        assertTrue(Files.readString(folder.resolve(Installation.LIST)).contains("\"added/y.jar\""), "it can be moved");
    }

    /** Each of many writers adds one bundle; none is lost, and whoever reads meanwhile finds a whole list. */
    @Test
    void editsFollowEachOther() throws Exception {
        int writers = 4;
        int each = 25;
        Edit.run(folder, edit -> {
            edit.write(new Installation(folder, Trust.PINNED, Map.of(), List.of(), List.of(), List.of()));
            return null;
        });
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        List<Future<?>> all = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            String name = "w" + writer;
            all.add(threads.submit(() -> {
                for (int i = 0; i < each; i++) {
                    String version = i + ".0.0";
                    Installation.read(folder);
                    Edit.run(folder, edit -> {
                        Installation before = edit.read();
                        List<Installation.Entry> entries = new ArrayList<>(before.bundles());
                        entries.add(new Installation.Entry(name, version, folder.resolve("x.jar"), "", true));
                        edit.write(before.with(entries, before.removed()));
                        return null;
                    });
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();
        assertEquals(writers * each, Installation.read(folder).bundles().size());
    }

    /** As of another platform within this process, with a class loader of its own. */
    @Test
    @Timeout(60)
    void anEditWaitsForOneThatHasTheLockWithinThisProcess() throws Exception {
        FutureTask<String> edit = new FutureTask<>(() -> Edit.run(folder, mine -> "done"));
        Thread editing = new Thread(edit);
        try (FileChannel other = FileChannel.open(folder.resolve("installation.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            other.lock();
            editing.start();
            while (editing.getState() != Thread.State.TIMED_WAITING && !edit.isDone()) {
                Thread.onSpinWait();
            }
            assertFalse(edit.isDone(), "it waits");
        }
        assertEquals("done", edit.get());
    }

    @Test
    void anEditWithinAnEditIsRefused() throws Exception {
        Edit.run(folder, edit -> assertThrows(IllegalStateException.class, () -> Edit.run(folder, inner -> "never")));
    }

    private void write(String list) throws Exception {
        Files.writeString(folder.resolve(Installation.LIST), list);
    }
}
