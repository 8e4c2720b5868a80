package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import org.fascicle.api.data.Batch;
import org.fascicle.api.data.BatchStream;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Schema;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TechniqueChange;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.registry.Shelf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Techniques that come, and that leave a training which uses them: it goes on with others, waits, or ends with all it has. */
@Timeout(120)
class LeavingTechniquesTest extends ShelvedTraining {
    @Test
    void aTrainingThatFollowsEqualsAnUndisturbedOneWhereTheNewVersionComputesTheSame() {
        Map<String, double[]> undisturbed = trained(NONE, STAYING, () -> {});
        changes.clear();
        steps.clear();
        Map<String, double[]> followed = trained(NONE, FOLLOWING, () -> shelf.add(Shelf.type(Versions.Scaled.class, "1.1.0"),
                Shelf.type(Versions.Push.class, "2.0.0"), Shelf.type(Versions.Fading.class, "1.0.1")));
        assertSame(undisturbed, followed);
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L), steps);
        assertEquals(1, changes.size());
        TechniqueChange change = changes.get(0);
        assertEquals(6, change.step());
        assertEquals(
                List.of("layer com.example:scaled 1.0.0 replaced by 1.1.0", "optimizer com.example:push 1.0.0 replaced by 2.0.0",
                        "schedule com.example:fading 1.0.0 replaced by 1.0.1"),
                strings(change.replacements()));
        assertTrue(change.carried().contains("optimizer/linear/kernel/velocity"), change.toString());
        assertEquals(List.of(), change.begunAnew());
        assertEquals(List.of(), change.dropped());
    }

    @Test
    void oneThatDoesNotFollowStays() {
        Map<String, double[]> undisturbed = trained(NONE, STAYING, () -> {});
        assertSame(undisturbed, trained(NONE, STAYING, () -> shelf.add(Shelf.type(Versions.OtherDefault.class, "1.1.0"),
                Shelf.type(Versions.PushCounted.class, "2.0.0"))));
        assertEquals(List.of(), changes);
    }

    @Test
    void slotsAndParametersThatAreNewBeginAnew() {
        trained(NONE, FOLLOWING, () -> shelf.add(Shelf.type(Versions.WithParameter.class, "1.1.0"),
                Shelf.type(Versions.PushCounted.class, "1.1.0")));
        TechniqueChange change = changes.get(0);
        assertTrue(change.begunAnew().containsAll(List.of("optimizer/pushes", "scaled/gain")), change.toString());
        assertTrue(change.carried().contains("optimizer/linear/kernel/velocity"), change.toString());
        assertFalse(change.begunAnew().contains("linear/kernel"));
    }

    @Test
    void tensorsThatAreNeededNoMoreAreDropped() {
        shelf.remove(Versions.PUSH, "1.0.0");
        shelf.add(Shelf.type(Versions.PushCounted.class, "1.0.0"));
        trained(NONE, FOLLOWING, () -> shelf.add(Shelf.type(Versions.Push.class, "1.1.0")));
        assertEquals(List.of("optimizer/pushes"), changes.get(0).dropped());
    }

    @Test
    void whatIsOutsideTheRangeIsNotFollowed() {
        trained(NONE, FOLLOWING, () -> shelf.add(Shelf.type(Versions.OtherDefault.class, "2.0.0")));
        assertEquals(List.of(), changes);
    }

    @Test
    void aVersionThatCannotBeUsedIsNotFollowed() {
        Map<String, double[]> undisturbed = trained(NONE, STAYING, () -> {});
        assertSame(undisturbed, trained(NONE, FOLLOWING, () -> shelf.add(Shelf.type(Versions.Broken.class, "1.1.0"))));
        assertEquals(List.of(), changes);
    }

    @Test
    void defaultsThatDifferAreSaid() {
        trained(NONE, FOLLOWING, () -> shelf.add(Shelf.type(Versions.OtherDefault.class, "1.1.0")));
        assertEquals(List.of("factor 0.5 then, 0.75 now", "quick none then, true now"),
                changes.get(0).replacements().get(0).differences());
    }

    @Test
    void theNextVersionIsTakenWhenTheBoundOneLeaves() {
        Map<String, double[]> undisturbed = trained(NONE, STAYING, () -> {});
        assertSame(undisturbed, trained(NONE, STAYING, () -> {
            shelf.add(Shelf.type(Versions.Scaled.class, "1.1.0"));
            shelf.remove(Versions.SCALED, "1.0.0");
        }));
        assertEquals(List.of("layer com.example:scaled 1.0.0 replaced by 1.1.0"), strings(changes.get(0).replacements()));
    }

    @Test
    void aLowerVersionIsTakenOnlyAfterAWhile() {
        trained(NONE, STAYING, () -> {
            shelf.add(Shelf.type(Versions.Fading.class, "0.9.0"));
            shelf.remove(Versions.FADING, "1.0.0");
        });
        assertEquals(List.of("schedule com.example:fading 1.0.0 replaced by 0.9.0"), strings(changes.get(0).replacements()));
    }

    @Test
    void anUpdateIsWaitedForEvenIfALowerVersionIsThere() {
        shelf.add(Shelf.type(Versions.Fading.class, "0.9.0"));
        trained(ALWAYS, plan -> plan.listener(comesAfterwards(Shelf.type(Versions.Fading.class, "1.1.0"))),
                () -> shelf.remove(Versions.FADING, "1.0.0"));
        assertEquals(List.of("schedule com.example:fading 1.0.0 replaced by 1.1.0"), strings(changes.get(0).replacements()));
    }

    /** What is asked for while the training waits is done then, on its thread. */
    private TrainingListener comesAfterwards(org.fascicle.api.technique.TechniqueType type) {
        return Fixture.each(progress -> {
            if (progress.step() == 6) {
                Thread later = new Thread(() -> {
                    waitingTraining.save(folder.resolve("waiting"));
                    shelf.add(type);
                });
                later.start();
            }
        });
    }

    @Test
    void aTrainingWithoutItsTechniqueEndsAndGoesOnFromItsArchive() {
        Map<String, double[]> undisturbed = trained(NONE, STAYING, () -> {});
        FascicleComponent fascicle = Fixture.patient(backend, shelf, NONE);
        Path file = folder.resolve("ended");
        try (Model model = create(fascicle); Training training = fascicle.train(model).listener(at(6, () -> {
            shelf.remove(Versions.SCALED, "1.0.0");
            shelf.add(Shelf.type(Versions.Scaled.class, "2.0.0"));
        })).start()) {
            TrainingResult result = training.join();
            assertEquals(TrainingResult.End.TECHNIQUE_MISSING, result.end());
            assertEquals(1, result.history().epochs());
            String reason = result.reason().orElseThrow();
            assertTrue(reason.contains("layer com.example:scaled 1.0.0 of the bundle tests.1.0.0, which has left"), reason);
            assertTrue(reason.contains("'com.example:scaled' in [1.0,2)"), reason);
            assertTrue(reason.contains("Installed: 2.0.0"), reason);
            training.save(file);
        }
        shelf.add(Shelf.type(Versions.Scaled.class, "1.0.0"));
        TrainingPlan plan = fascicle.resume(file, Settings.defaults());
        try (Model model = plan.model(); Training training = plan.start()) {
            training.join();
            assertSame(undisturbed, tensors(training));
        }
    }

    /** A schedule is asked in each step: its absence is noticed in the middle of one. */
    @Test
    void aScheduleThatLeavesLosesNoStep() {
        FascicleComponent fascicle = Fixture.patient(backend, shelf, NONE);
        try (Model model = create(fascicle); Training training = fascicle.train(model)
                .listener(at(6, () -> shelf.remove(Versions.FADING, "1.0.0"))).start()) {
            assertEquals(TrainingResult.End.TECHNIQUE_MISSING, training.join().end());
            assertEquals(6, training.step());
        }
    }

    @Test
    void aTrainingThatWaitsGoesOnToTheBit() {
        Map<String, double[]> undisturbed = trained(NONE, STAYING, () -> {});
        steps.clear();
        Map<String, double[]> waited = trained(NONE,
                plan -> plan.waitForTechniques(true).listener(comesAfterwards(Shelf.type(Versions.Scaled.class, "1.0.0"))),
                () -> shelf.remove(Versions.SCALED, "1.0.0"));
        assertSame(undisturbed, waited);
        assertEquals(12, steps.size());
    }

    /** Nobody knows whether what is waited for comes. */
    @Test
    void aTrainingWritesACheckpointBeforeItWaits() {
        FascicleComponent fascicle = Fixture.patient(backend, shelf, NONE);
        Path file = folder.resolve("checkpoint");
        List<Long> written = new ArrayList<>();
        TrainingListener stops = new TrainingListener() {
            @Override
            public void checkpointed(Path archive, long step) {
                written.add(step);
                waitingTraining.stop();
            }
        };
        Training[] started = new Training[1];
        try (Model model = create(fascicle); Training training = fascicle.train(model).waitForTechniques(true).listener(stops)
                .checkpoints(Checkpoints.to(file).everySteps(1000)).listener(at(6, () -> {
                    awaitSet(started);
                    waitingTraining = started[0];
                    shelf.remove(Versions.SCALED, "1.0.0");
                })).start()) {
            set(started, training);
            assertEquals(TrainingResult.End.STOPPED, training.join().end());
            assertEquals(List.of(6L), written);
            assertEquals(6, Archive.read(file).step());
        }
    }

    @Test
    void aTrainingThatWaitsCanBeStoppedOrCancelled() {
        FascicleComponent fascicle = Fixture.patient(backend, shelf, NONE);
        for (boolean cancel : new boolean[] {false, true}) {
            try (Model model = create(fascicle); Training training = fascicle.train(model).waitForTechniques(true)
                    .listener(at(6, () -> shelf.remove(Versions.SCALED, "1.0.0"))).start()) {
                do {
                    training.save(folder.resolve("waiting"));
                } while (training.step() < 6);
                training.save(folder.resolve("waiting"));
                assertTrue(training.isRunning());
                if (cancel) {
                    training.cancel();
                    assertThrows(CancellationException.class, training::join);
                } else {
                    training.stop();
                    assertEquals(TrainingResult.End.STOPPED, training.join().end());
                }
                assertEquals(6, training.step());
            }
            shelf.add(Shelf.type(Versions.Scaled.class, "1.0.0"));
        }
    }

    @Test
    void whatOnlyTheBeginningNeededMayLeave() {
        Map<String, double[]> undisturbed = trained(NONE, STAYING, () -> {});
        assertSame(undisturbed, trained(NONE, FOLLOWING, () -> {
            shelf.remove("points", "0.0.0");
            shelf.remove("normal", "0.0.0");
            shelf.add(Shelf.type(Versions.Scaled.class, "1.1.0"));
        }));
        assertEquals(1, changes.size());
    }

    /** Rows that come batch by batch from classes which are not there any more. */
    @Test
    void rowsWhoseBundleHasLeftEndATrainingWithAllItHas() {
        FascicleComponent fascicle = Fixture.patient(backend, shelf, NONE);
        Runnable[] before = {() -> {}};
        Iterable<Batch> batches = () -> {
            before[0].run();
            return List.of(Batch.of(2, Fixture.features(2)).labels(new int[] {0, 2})).iterator();
        };
        Data data = Data.of(BatchStream.of(Schema.of(Shape.of(3)).classes(3), batches));
        for (boolean gone : new boolean[] {false, true}) {
            before[0] = () -> {};
            try (Model model = create(fascicle); Training training = fascicle.train(model, data)
                    .set("training", "{ \"epochs\": 9, \"batch_size\": 2 }").listener(at(3, () -> {
                        if (gone) {
                            shelf.remove("points", "0.0.0");
                        }
                        before[0] = () -> {
                            throw new NoClassDefFoundError("com/example/Rows");
                        };
                    })).start()) {
                if (gone) {
                    TrainingResult result = training.join();
                    assertEquals(TrainingResult.End.TECHNIQUE_MISSING, result.end());
                    assertTrue(result.reason().orElseThrow().contains("NoClassDefFoundError"), result.reason().toString());
                    assertTrue(result.reason().orElseThrow().contains("'points'"), result.reason().toString());
                } else {
                    assertThrows(StateException.class, training::join);
                }
                training.save(folder.resolve("rows"));
                assertEquals(3, Archive.read(folder.resolve("rows")).step());
            }
        }
    }

    /** As when the core stops: its techniques leave, and its trainings are cancelled. */
    @Test
    void aTrainingThatIsCancelledAsAllLeavesEnds() {
        FascicleComponent fascicle = Fixture.patient(backend, shelf, ALWAYS);
        Training[] started = new Training[1];
        try (Model model = create(fascicle)) {
            TrainingPlan plan = fascicle.train(model).listener(new TrainingListener() {
                @Override
                public void started(Progress progress) {
                    awaitSet(started);
                }
            }).listener(at(6, () -> {
                shelf.clear();
                started[0].cancel();
            }));
            Training training = plan.start();
            set(started, training);
            assertThrows(CancellationException.class, training::join);
            training.close();
        }
    }

    @Test
    void whatLeavesWithTheLastStepEndsNothing() {
        FascicleComponent fascicle = Fixture.patient(backend, shelf, NONE);
        try (Model model = create(fascicle);
                Training training = fascicle.train(model).listener(at(12, shelf::clear)).start()) {
            TrainingResult result = training.join();
            assertEquals(TrainingResult.End.COMPLETED, result.end());
            assertEquals(3, result.history().epochs());
            training.save(folder.resolve("ended"));
        }
    }

    @Test
    void anArchiveRecordsWhatWasFollowed() {
        trained(NONE, FOLLOWING, () -> shelf.add(Shelf.type(Versions.Scaled.class, "1.1.0")));
        assertTrue(Archive.read(folder.resolve("trained")).techniques().stream()
                .anyMatch(technique -> technique.toString().equals("layer com.example:scaled 1.1.0")));
    }
}
