package org.fascicle.core.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.core.archive.ArchiveMutator;

/**
 * A process that opens, evaluates and resumes archives whose digests are right and whose content may be senseless: a folder, a seed
 * and a number are its arguments. Each is used or refused for its user; else the process says what happened, and ends with 1.
 */
final class SenselessArchives {
    private static final String REST = Fixture.REST.replace("'epochs': 3",
            "'epochs': 3, 'early_stopping': {'monitor': 'val_loss', 'patience': 3, 'restore_best_weights': true}");
    private static final int MORE_STEPS = 3;

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend);
    private final TreeMap<String, Integer> counts = new TreeMap<>();
    private final Path folder;
    private int failed;

    private SenselessArchives(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException {
        Logger.getLogger("org.fascicle").setLevel(Level.OFF);
        new SenselessArchives(Path.of(arguments[0])).run(Long.parseLong(arguments[1]), Integer.parseInt(arguments[2]));
    }

    private void run(long seed, int count) throws IOException {
        Path good = folder.resolve("good.fasc");
        try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS, REST), Settings.defaults());
                Training training = fascicle.train(model).listener(Fixture.stopAt(6)).start()) {
            training.join();
            training.save(good);
        }
        ArchiveMutator mutator = new ArchiveMutator(good, new Random(seed));
        Path file = folder.resolve("senseless.fasc");
        for (int i = 0; i < count; i++) {
            String what = mutator.write(file);
            byte[] before = Files.readAllBytes(file);
            String opened = outcome(() -> open(file));
            String resumed = outcome(() -> resume(file));
            if (opened == null || resumed == null || backend.open() > 0 || !Arrays.equals(before, Files.readAllBytes(file))) {
                System.out.println("seed " + seed + ", archive " + i + ": " + what + ": opened " + opened + ", resumed " + resumed
                        + ", buffers left " + backend.open());
                failed++;
            }
            counts.merge(opened + " by open, " + resumed + " by resume", 1, Integer::sum);
        }
        System.out.println("seed " + seed + ": " + count + " archives: " + counts + ", failed: " + failed);
        System.exit(failed == 0 ? 0 : 1);
    }

    private void open(Path file) {
        try (Model model = fascicle.open(file, Settings.defaults())) {
            model.predict(new float[model.inputs().get(0).size() * 2], 2);
            model.evaluate(fascicle.data(model).training());
        }
    }

    private void resume(Path file) {
        TrainingPlan plan = fascicle.resume(file, Settings.defaults());
        try (Model model = plan.model()) {
            int[] made = new int[1];
            try (Training training = plan.listener(Fixture.each(progress -> {
                if (++made[0] == MORE_STEPS) {
                    progress.stop();
                }
            })).start()) {
                training.join();
                training.save(folder.resolve("again.fasc"));
            }
        }
        fascicle.resume(folder.resolve("again.fasc"), Settings.defaults()).model().close();
    }

    /** Used or refused; null for anything else. */
    private static String outcome(Runnable action) {
        try {
            action.run();
            return "used";
        } catch (InputException e) {
            boolean worded = e.getMessage().length() > 20 && !e.getMessage().contains("Exception");
            if (!worded) {
                e.printStackTrace(System.out);
            }
            return worded ? "refused" : null;
        } catch (RuntimeException | Error e) {
            e.printStackTrace(System.out);
            return null;
        }
    }
}
