package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.ChildProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of three epochs of four steps that save themselves. */
class CheckpointsTest {
    private static final long SEED = 20_261_129;
    private static final int KILLS = 8;
    private static final String LOCK = ".fascicle.lock";

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend);

    @TempDir
    Path temporary;

    private Path folder() {
        return temporary.resolve("made/here");
    }

    @Test
    void theNewestAndTheBestAreKept() throws IOException {
        Reports reports = new Reports();
        train(Checkpoints.in(folder()).everySteps(5).keep(2), reports);
        assertEquals(Set.of("step-10.fasc", "step-12.fasc", "last.fasc", "best.fasc"), names(folder()));
        assertEquals(12, Archive.read(folder().resolve("last.fasc")).step());
        Archive best = Archive.read(folder().resolve("best.fasc"));
        List<Double> watched = Archive.read(folder().resolve("last.fasc")).history().get("val_loss");
        int epoch = watched.indexOf(watched.stream().min(Double::compare).orElseThrow());
        assertEquals(4L * (epoch + 1), best.step());
        assertEquals(watched.subList(0, epoch + 1), best.history().get("val_loss"));
        assertEquals(List.of("step-5.fasc 5", "step-10.fasc 10", "step-12.fasc 12"),
                reports.written.stream().filter(line -> line.startsWith("step")).collect(Collectors.toList()));
        assertTrue(reports.written.contains("best.fasc " + best.step()));
        assertEquals(List.of(), reports.failed);
    }

    @Test
    void withoutAnIntervalItIsEveryEpoch() throws IOException {
        train(Checkpoints.in(folder()).best(false), new Reports());
        assertEquals(Set.of("step-4.fasc", "step-8.fasc", "step-12.fasc", "last.fasc"), names(folder()));
    }

    @Test
    void timeIsAnIntervalToo() throws IOException {
        train(Checkpoints.in(folder()).every(Duration.ofMillis(1)).keep(100).best(false), Fixture.each(progress -> {
            long end = System.nanoTime() + 2_000_000;
            while (System.nanoTime() < end) {
                Thread.onSpinWait();
            }
        }));
        assertEquals(13, names(folder()).size(), "one a step, and the last");
        assertFalse(Checkpoints.in(folder()).every(Duration.ofMinutes(5)).epochs() > 0, "no other interval then");
    }

    @Test
    void oneFileIsReplacedEachTime() throws IOException {
        Files.createDirectories(folder());
        Path file = folder().resolve("network.fasc");
        Reports reports = new Reports();
        train(Checkpoints.to(file).everySteps(5), reports);
        assertEquals(List.of("network.fasc 5", "network.fasc 10", "network.fasc 12"), reports.written);
        assertEquals(Set.of("network.fasc"), names(folder()));
        assertEquals(12, Archive.read(file).step());
    }

    @Test
    void eachGoesOnToTheBit() throws IOException {
        byte[] whole = train(Checkpoints.in(folder()).everySteps(1).keep(100), new Reports());
        for (String name : names(folder())) {
            assertArrayEquals(whole, resume(fascicle.resume(folder().resolve(name), Settings.defaults())), name);
        }
    }

    @Test
    void howeverATrainingEndsItsLastStepIsSaved() throws IOException {
        Path stopped = temporary.resolve("stopped");
        train(Checkpoints.in(stopped).everySteps(4), Fixture.stopAt(6));
        assertEquals(6, Archive.read(stopped.resolve("last.fasc")).step());

        Path cancelled = temporary.resolve("cancelled");
        try (Model model = create()) {
            CompletableFuture<Training> own = new CompletableFuture<>();
            Training training = fascicle.train(model).checkpoints(Checkpoints.in(cancelled)).listener(Fixture.each(progress -> {
                if (progress.step() == 6) {
                    own.join().cancel();
                }
            })).start();
            own.complete(training);
            assertThrows(CancellationException.class, training::join);
        }
        assertEquals(6, Archive.read(cancelled.resolve("last.fasc")).step());

        Path failed = temporary.resolve("failed");
        assertThrows(StateException.class, () -> train(Checkpoints.in(failed), Fixture.each(progress -> {
            if (progress.step() == 6) {
                throw new IllegalArgumentException("on purpose");
            }
        })));
        assertEquals(6, Archive.read(failed.resolve("last.fasc")).step());
        assertEquals(0, backend.open());
    }

    @Test
    void aFailedWriteEndsNothingAndDamagesNothing() throws IOException {
        Path moved = temporary.resolve("moved");
        Reports reports = new Reports();
        byte[] whole = train(Checkpoints.in(folder()).everySteps(1).keep(100), reports, Fixture.each(progress -> {
            try {
                awaitWritten();
                if (progress.step() == 6) {
                    Files.move(folder(), moved);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }));
        assertArrayEquals(train(Checkpoints.in(temporary.resolve("other")), new Reports()), whole);
        assertTrue(reports.failed.size() > 0);
        assertTrue(
                reports.failed.stream()
                        .allMatch(line -> line.matches("[0-9]+ .*there is no folder .*")),
                reports.failed.toString());
        for (String name : names(moved)) {
            Archive.read(moved.resolve(name));
        }
        assertArrayEquals(whole, resume(fascicle.resume(moved, Settings.defaults())));
    }

    /** A process may write files of a few kilobytes only, which is a disk that is full in the middle of each write. */
    @Test
    void aFullDiskEndsNothingAndDamagesNothing() throws Exception {
        train(Checkpoints.in(folder()).everySteps(3), Fixture.stopAt(6));
        Set<String> before = names(folder());
        byte[] newest = Files.readAllBytes(folder().resolve("step-6.fasc"));
        assertTrue(newest.length > 4 << 10, "larger than what may be written");
        Process process = ChildProcess.limited(4, KilledTraining.class, folder().toString(), "");
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(output.contains("12 failed: ") && output.contains("step-12.fasc: the file cannot be written: "), output);
        assertEquals(before, names(folder()));
        assertArrayEquals(newest, Files.readAllBytes(folder().resolve("step-6.fasc")));
    }

    @Test
    void aFolderMeansTheNewestThatIsWhole() throws IOException {
        train(Checkpoints.in(folder()).everySteps(5), Fixture.stopAt(11));
        Path newest = folder().resolve("step-11.fasc");
        Files.delete(folder().resolve("last.fasc"));
        Files.write(newest, Arrays.copyOf(Files.readAllBytes(newest), 1000));
        TrainingPlan plan = fascicle.resume(folder(), Settings.defaults()).checkpoints(Checkpoints.in(folder()));
        assertEquals(folder().resolve("step-10.fasc"), plan.resumedFrom().orElseThrow());
        byte[] resumed = resume(plan);
        assertArrayEquals(train(Checkpoints.in(temporary.resolve("whole")), new Reports()), resumed);
        assertEquals(Set.of("step-5.fasc", "step-10.fasc", "step-11.fasc.old", "step-12.fasc", "last.fasc", "best.fasc"),
                names(folder()));
    }

    @Test
    void whatCannotBeUsedIsRefusedBeforeTheFirstStep() throws IOException {
        Path used = temporary.resolve("used");
        train(Checkpoints.in(used), new Reports());
        assertRefused(Checkpoints.in(used),
                used + ": the folder has checkpoints of another training. Go on with that one by --resume "
                        + used + ", or name another folder");
        Path file = Files.createFile(temporary.resolve("file"));
        assertRefused(Checkpoints.in(file), file + ": this is no folder for checkpoints. Name another one");
        assertRefused(Checkpoints.to(temporary),
                temporary + ": this is a folder and cannot be written as a file. Name a file in it");
        assertRefused(Checkpoints.in(folder()).monitor("val_los"),
                "model.json: the best epoch's checkpoint watches 'val_los', "
                        + "which is not among what is reported: loss, accuracy, val_loss, val_accuracy. Did you mean 'val_loss'?");
        assertThrows(InputException.class, () -> Checkpoints.in(folder()).keep(0));
        assertThrows(InputException.class, () -> Checkpoints.in(folder()).every(Duration.ZERO));
        assertThrows(InputException.class,
                () -> fascicle.resume(Files.createDirectory(temporary.resolve("e")), Settings.defaults()));
        assertEquals(0, backend.open());
    }

    @Test
    void aFolderIsOfOneTrainingAtATime() throws IOException {
        train(Checkpoints.in(folder()).everySteps(1), Fixture.each(progress -> {
            if (progress.step() == 3) {
                String taken =
                        folder() + ": another training writes its checkpoints here. Wait for its end, or name another folder";
                assertRefused(Checkpoints.in(folder()), taken);
                TrainingPlan second = fascicle.resume(folder(), Settings.defaults()).checkpoints(Checkpoints.in(folder()));
                try (Model model = second.model()) {
                    assertEquals(taken, assertThrows(InputException.class, second::start).getMessage());
                }
            }
        }));
        assertEquals(Set.of("step-10.fasc", "step-11.fasc", "step-12.fasc", "last.fasc", "best.fasc"), names(folder()));
        resume(fascicle.resume(folder(), Settings.defaults()).checkpoints(Checkpoints.in(folder())));
    }

    @Test
    void aFolderTakesNoOtherTrainingThanItsOwn() throws IOException {
        Path out = temporary.resolve("out.fasc");
        Files.write(out, train(Checkpoints.in(folder()), Fixture.stopAt(9)));
        Path other = temporary.resolve("other");
        resume(fascicle.train(create()).set("training.seed", "4").checkpoints(Checkpoints.in(other)), Fixture.stopAt(9));
        Path third = temporary.resolve("third");
        resume(fascicle.train(create()).set("optimizer", "descent").checkpoints(Checkpoints.in(third)), Fixture.stopAt(2));
        for (Path foreign : List.of(other, third)) {
            Set<String> before = names(foreign);
            assertRefused(fascicle.resume(out, Settings.defaults()), Checkpoints.in(foreign), foreign + ": the folder has "
                    + "checkpoints of another training than the one that is resumed. Name another folder");
            assertEquals(before, names(foreign));
        }
        Path damaged = Files.createDirectories(temporary.resolve("damaged"));
        Files.writeString(damaged.resolve("step-4.fasc"), "no archive");
        InputException refused = assertThrows(InputException.class,
                () -> resume(fascicle.resume(out, Settings.defaults()).checkpoints(Checkpoints.in(damaged))));
        assertTrue(refused.getMessage().contains("nobody can say of which training its checkpoints are"), refused.getMessage());
        resume(fascicle.resume(out, Settings.defaults()).checkpoints(Checkpoints.in(folder())));
        assertEquals(Set.of("step-8.fasc", "step-9.fasc", "step-12.fasc", "last.fasc", "best.fasc"), names(folder()));
    }

    /** Whatever was better later: after going back, the best is what it was for a training that never got further. */
    @Test
    void theBestIsThatOfTheHistoryFromWhichItGoesOn() throws IOException {
        Checkpoints checkpoints = Checkpoints.in(folder()).everySteps(3).keep(10).monitor("loss");
        byte[] whole = train(checkpoints, new Reports());
        byte[] best = Files.readAllBytes(folder().resolve("best.fasc"));
        assertEquals(8, Archive.read(folder().resolve("best.fasc")).step(), "the loss of the second epoch is the lowest");
        assertEquals(Set.of("step-3.fasc", "step-6.fasc", "step-9.fasc", "step-12.fasc", "last.fasc", "best.fasc", "best-4.fasc"),
                names(folder()), "that of step 6 knows no better one than that of the first epoch");
        Path short7 = temporary.resolve("short");
        train(Checkpoints.in(short7).everySteps(3).keep(10).monitor("loss"), Fixture.stopAt(7));

        Path elsewhere = temporary.resolve("elsewhere");
        resume(fascicle.resume(folder().resolve("step-6.fasc"), Settings.defaults())
                .checkpoints(Checkpoints.in(elsewhere).monitor("loss")), Fixture.stopAt(7));
        assertSameFile(short7.resolve("best.fasc"), elsewhere.resolve("best.fasc"));

        resume(fascicle.resume(folder().resolve("step-6.fasc"), Settings.defaults()).checkpoints(checkpoints), Fixture.stopAt(7));
        assertSameFile(short7.resolve("best.fasc"), folder().resolve("best.fasc"));
        assertSameFile(short7.resolve("last.fasc"), folder().resolve("last.fasc"));
        assertArrayEquals(best, Files.readAllBytes(folder().resolve("best.fasc.old")), "nothing is lost");
        assertArrayEquals(whole, resume(fascicle.resume(folder(), Settings.defaults()).checkpoints(checkpoints)));
        assertArrayEquals(best, Files.readAllBytes(folder().resolve("best.fasc")));

        resume(fascicle.resume(folder().resolve("step-3.fasc"), Settings.defaults()).checkpoints(checkpoints), Fixture.stopAt(4));
        assertTrue(names(folder()).containsAll(Set.of("best.fasc.old", "best.fasc.old2", "step-12.fasc.old",
                "step-12.fasc.old2")), names(folder()).toString());
        assertEquals(4, Archive.read(folder().resolve("best.fasc")).step());
    }

    private static void assertSameFile(Path expected, Path file) throws IOException {
        assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(file), file.toString());
    }

    @Test
    void aKilledTrainingIsResumedToTheBit() throws Exception {
        Random random = new Random(SEED);
        Path folder = folder();
        Path out = temporary.resolve("out.fasc");
        int kills = 0;
        long at = 0;
        while (kills < KILLS && !Files.exists(out)) {
            Process process =
                    ChildProcess.start("-XX:TieredStopAtLevel=1", KilledTraining.class, folder.toString(), out.toString());
            try {
                BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                int more = random.nextInt(3);
                String line = lines.readLine();
                for (int i = 0; i < more && line != null; i++) {
                    line = lines.readLine();
                }
                at = line == null ? at : Math.max(at, Long.parseLong(line));
            } finally {
                process.destroyForcibly().waitFor();
            }
            kills++;
        }
        assertTrue(at > 0 && kills > 2, kills + " kills, seed " + SEED);
        Process last = ChildProcess.start("-XX:TieredStopAtLevel=1", KilledTraining.class, folder.toString(), out.toString());
        last.getInputStream().readAllBytes();
        assertEquals(0, last.waitFor());
        Path whole = temporary.resolve("whole.fasc");
        try (Model model = KilledTraining.fresh(fascicle); Training training = fascicle.train(model).start()) {
            training.join();
            training.save(whole);
        }
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(out), kills + " kills, seed " + SEED);
        assertTrue(names(folder).stream().noneMatch(name -> name.endsWith(".tmp")), names(folder).toString());
    }

    private void assertRefused(Checkpoints checkpoints, String message) {
        assertEquals(message, assertThrows(InputException.class, () -> train(checkpoints, new Reports())).getMessage());
    }

    private void assertRefused(TrainingPlan plan, Checkpoints checkpoints, String message) {
        assertEquals(message,
                assertThrows(InputException.class, () -> resume(plan.checkpoints(checkpoints))).getMessage());
    }

    private Model create() {
        return fascicle.create(Fixture.definition(Fixture.LAYERS, Fixture.REST), Settings.defaults());
    }

    /** Trains and gives the archive of its end. */
    private byte[] train(Checkpoints checkpoints, TrainingListener... listeners) throws IOException {
        return resume(fascicle.train(create()).checkpoints(checkpoints), listeners);
    }

    private byte[] resume(TrainingPlan plan, TrainingListener... listeners) throws IOException {
        for (TrainingListener listener : listeners) {
            plan.listener(listener);
        }
        // Steps of toys are faster than files: let none be late.
        plan.listener(Fixture.each(progress -> awaitWritten()));
        Path file = temporary.resolve("end.fasc");
        try (Model model = plan.model(); Training training = plan.start()) {
            training.join();
            training.save(file);
        }
        return Files.readAllBytes(file);
    }

    private static void awaitWritten() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("fascicle-checkpoint-")) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> !name.equals(LOCK))
                    .collect(Collectors.toSet());
        }
    }

    /** Keeps what is reported of checkpoints. */
    private static final class Reports implements TrainingListener {
        final List<String> written = new ArrayList<>();
        final List<String> failed = new ArrayList<>();

        @Override
        public void checkpointed(Path archive, long step) {
            written.add(archive.getFileName() + " " + step);
        }

        @Override
        public void checkpointFailed(long step, InputException problem) {
            failed.add(step + " " + problem.getMessage());
        }
    }
}
