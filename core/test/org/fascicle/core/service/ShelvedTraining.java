package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TechniqueChange;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.registry.Shelf;
import org.fascicle.core.training.Toys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A small training whose techniques are on a shelf, so that a test can change them while it trains. */
abstract class ShelvedTraining {
    static final String NETWORK =
            "{'linear': {'units': 3}}, {'" + Versions.SCALED + "': {}, 'version': '[1.0,2)'}, {'noise': {}}, {'soft': {}}";
    static final String REST = "'loss': 'cross_entropy', 'metrics': ['accuracy'], 'optimizer': {'" + Versions.PUSH
            + "': {'learning_rate': '" + Versions.FADING + "'}}, 'training': {'epochs': 3, 'batch_size': 4, 'seed': 3, "
            + "'early_stopping': {'monitor': 'val_loss', 'patience': 9, 'restore_best_weights': true}}";
    static final long NONE = 0;
    static final long ALWAYS = Long.MAX_VALUE / 2;
    static final UnaryOperator<TrainingPlan> FOLLOWING = plan -> plan.follow(true);
    static final UnaryOperator<TrainingPlan> STAYING = plan -> plan;

    @TempDir
    Path folder;

    final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    final Shelf shelf = shelf();
    final List<TechniqueChange> changes = new ArrayList<>();
    final List<Long> steps = new ArrayList<>();
    volatile Training waitingTraining;

    static Shelf shelf() {
        Shelf shelf = new Shelf(Toys.techniques().all());
        shelf.add(Shelf.type(Versions.Scaled.class, "1.0.0"), Shelf.type(Versions.Push.class, "1.0.0"),
                Shelf.type(Versions.Fading.class, "1.0.0"));
        return shelf;
    }

    @AfterEach
    void allMemoryIsGivenBack() {
        assertEquals(0, backend.open());
    }

    Map<String, double[]> trained(long patience, UnaryOperator<TrainingPlan> how, Runnable afterSix) {
        FascicleComponent fascicle = Fixture.patient(backend, shelf, patience);
        try (Model model = create(fascicle)) {
            TrainingPlan plan = fascicle.train(model).listener(new TrainingListener() {
                @Override
                public void stepped(Progress progress) {
                    steps.add(progress.step());
                }

                @Override
                public void techniquesChanged(TechniqueChange change) {
                    changes.add(change);
                    // The model that is trained goes along.
                    assertEquals(6, model.predict(Fixture.features(2), 2).length);
                }
            });
            Training[] started = new Training[1];
            plan.listener(at(6, () -> {
                waitingTraining = started[0];
                afterSix.run();
            }));
            // Before the first step, so that listeners know the training.
            plan.listener(new TrainingListener() {
                @Override
                public void started(Progress progress) {
                    awaitSet(started);
                }
            });
            try (Training training = how.apply(plan).start()) {
                set(started, training);
                assertEquals(TrainingResult.End.COMPLETED, training.join().end());
                assertEquals(12, training.step());
                assertArrayEquals(model.tensor("linear/kernel"), tensors(training).get("linear/kernel"));
                return tensors(training);
            }
        }
    }

    static void set(Training[] started, Training training) {
        synchronized (started) {
            started[0] = training;
            started.notifyAll();
        }
    }

    static void awaitSet(Training[] started) {
        synchronized (started) {
            while (started[0] == null) {
                try {
                    started.wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    static Model create(FascicleComponent fascicle) {
        return fascicle.create(Fixture.definition(NETWORK, REST), Settings.defaults());
    }

    static TrainingListener at(long step, Runnable action) {
        Consumer<Progress> once = progress -> {
            if (progress.step() == step) {
                action.run();
            }
        };
        return Fixture.each(once);
    }

    Map<String, double[]> tensors(Training training) {
        Path file = folder.resolve("trained");
        training.save(file);
        Archive archive = Archive.read(file);
        Map<String, double[]> tensors = new TreeMap<>();
        archive.weights().forEach((path, tensor) -> tensors.put(path, tensor.reals()));
        archive.training().forEach((path, tensor) -> tensors.put(path, tensor.reals()));
        archive.history().forEach((metric, values) -> tensors.put("history/" + metric,
                values.stream().mapToDouble(Double::doubleValue).toArray()));
        return tensors;
    }

    static void assertSame(Map<String, double[]> expected, Map<String, double[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((path, values) -> assertArrayEquals(values, actual.get(path), path));
    }

    static List<String> strings(List<?> objects) {
        List<String> strings = new ArrayList<>();
        objects.forEach(object -> strings.add(object.toString()));
        return strings;
    }
}
