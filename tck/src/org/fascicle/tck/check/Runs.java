package org.fascicle.tck.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import org.fascicle.api.Fascicle;
import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.watch.Health;

/** Trains small networks and compares them. */
final class Runs {
    /** One of the kit's own techniques, as the platform says where something went wrong. */
    private static final Pattern OURS = Pattern.compile("^[^:]*\\(fascicle\\.tck:\\w+\\)( failed)?: ");

    /** Where the platform or the kit was, in a list of methods that begins with the technique's. */
    private static final Pattern FRAMES = Pattern.compile(", org\\.fascicle\\.(core|compiler|tck)\\.[\\w.$/]+\\([^)]*\\)");

    private final Trial trial;
    private final String technique;
    private final Fascicle fascicle;
    private final Path archive;

    Runs(Trial trial) {
        this.trial = trial;
        this.technique = trial.target().toString();
        this.fascicle = trial.fascicle();
        this.archive = trial.folder().resolve("run.fascicle");
    }

    /** All tensors that a training of a model keeps after a number of steps, by path. */
    Map<String, double[]> train(String text, Backend backend, long steps) {
        return named(() -> {
            try (Model model = create(text, backend)) {
                return keep(fascicle.train(model), steps);
            }
        });
    }

    /** The same of a training that a watch measures before each step. */
    Map<String, double[]> watched(String text, String watch, Backend backend, long steps, List<Health> measured) {
        return named(() -> {
            try (Model model = create(text, backend)) {
                return keep(fascicle.train(model).watch(watch).watchEvery(1).listener(new TrainingListener() {
                    @Override
                    public void watched(Health health) {
                        measured.add(health);
                    }
                }), steps);
            }
        });
    }

    /** What goes wrong in the kit's networks is said of the technique under trial, not of the kit's own that are around it. */
    private Map<String, double[]> named(Supplier<Map<String, double[]>> training) {
        try {
            return training.get();
        } catch (InputException e) {
            String remedy = e.remedy() == null ? "" : ". " + e.remedy();
            throw Unmet.failed(technique + " in a small network: "
                    + FRAMES.matcher(OURS.matcher(e.problem()).replaceFirst("")).replaceAll("") + remedy);
        } catch (StateException | BackendException e) {
            throw Unmet.failed(technique + " in a small network: " + e.getMessage());
        }
    }

    /** The same of a training that was saved after some steps, and resumed. */
    Map<String, double[]> resumed(String text, Backend backend, long cut, long steps) {
        return named(() -> resumedThen(text, backend, cut, steps));
    }

    private Map<String, double[]> resumedThen(String text, Backend backend, long cut, long steps) {
        Path half = archive.resolveSibling("half.fascicle");
        try {
            try (Model model = create(text, backend); Training training = until(fascicle.train(model), cut)) {
                training.save(half);
            }
            TrainingPlan plan = fascicle.resume(half, trial.settings(backend));
            try (Model model = plan.model()) {
                return keep(plan, steps);
            }
        } finally {
            delete(half);
        }
    }

    private Model create(String text, Backend backend) {
        return fascicle.create(Definition.text(text, Models.SOURCE), trial.settings(backend));
    }

    private Map<String, double[]> keep(TrainingPlan plan, long steps) {
        try (Training training = until(plan, steps)) {
            training.save(archive);
            return Archived.tensors(archive);
        } finally {
            delete(archive);
        }
    }

    /** Trains until a number of steps, counted from the first epoch on, was made. */
    private static Training until(TrainingPlan plan, long step) {
        Training training = plan.listener(new TrainingListener() {
            @Override
            public void stepped(Progress progress) {
                if (progress.step() >= step) {
                    progress.stop();
                }
            }
        }).start();
        training.join();
        return training;
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails unless both hold the same tensors, to the bit. */
    static void same(Map<String, double[]> expected, Map<String, double[]> actual, String otherwise) {
        Unmet.require(expected.keySet().equals(actual.keySet()), otherwise + ": the tensors are " + expected.keySet()
                + " and "
                + actual.keySet());
        expected.forEach((path, values) -> Unmet.require(Numbers.sameBits(values, actual.get(path)),
                otherwise + ": " + path + " differs"));
    }
}
