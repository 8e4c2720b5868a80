package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import org.fascicle.api.Fascicle;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.format.Imported;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.api.training.History;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.core.archive.Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of three epochs of four steps, whose state goes to another system and comes back. */
class HandoverTest {
    private final Fascicle fascicle = Fixture.fascicle(new Fixture.TestBackend("tests"));

    @TempDir
    Path folder;

    @Test
    void aStateThatCameBackGoesOnToTheBit() {
        Path whole = trained(12);
        Path back = handedOver(trained(6), state -> state);
        assertEquals(6, Archive.read(back).step());
        try (Training training = resumed(back, Settings.defaults())) {
            assertEquals(12, training.step());
            assertEquals(3, training.history().epochs());
            assertTrue(Double.isNaN(training.history().value("loss", 0)), "nobody knows the first epoch");
            assertTrue(Double.isFinite(training.history().value("loss", 1)));
            Archive wanted = Archive.read(whole);
            training.save(back);
            assertEquals(wanted.weights(), Archive.read(back).weights());
            wanted.training().keySet().stream().filter(path -> path.startsWith("optimizer/")).forEach(path -> assertArrayEquals(
                    wanted.training().get(path).reals(), Archive.read(back).training().get(path).reals(), path));
            training.model().close();
        }
        // By now it is a training as any other.
        try (Training training = resumed(back, Settings.defaults().override("training.epochs", "4"))) {
            assertEquals(16, training.step());
            training.model().close();
        }
    }

    @Test
    void theHistoryOfAnArchiveIsThatOfItsTraining() {
        Path archive = trained(8);
        History history = fascicle.history(archive);
        assertEquals(Archive.read(archive).history(), history.values());
        assertEquals(2, history.epochs());
        assertTrue(history.value("loss", 1) < history.value("loss", 0), history.values().toString());
    }

    @Test
    void aStateSaysWhatATrainingHas() {
        TrainingState state = fascicle.state(trained(6)).orElseThrow();
        assertEquals(6, state.step());
        assertEquals(OptionalLong.of(4), state.stepsPerEpoch());
        assertTrue(
                state.slots().keySet()
                        .containsAll(Set.of("optimizer/linear/kernel/velocity", "optimizer/linear_1/bias/velocity")),
                state.slots().keySet().toString());
        assertEquals(Map.of(), state.weights());
        Path alone = folder.resolve("alone.fasc");
        try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS, Fixture.REST), Settings.defaults())) {
            model.save(alone);
        }
        assertEquals(Optional.empty(), fascicle.state(alone));
        assertEquals(0, fascicle.history(alone).epochs());
        TrainingState given = fascicle.state(handedOver(trained(6), same -> same)).orElseThrow();
        assertEquals(state.slots().keySet(), given.slots().keySet());
        assertEquals(OptionalLong.empty(), given.stepsPerEpoch());
    }

    @Test
    void slotsOfAnotherOptimizerAreRefusedAndBeginAnewIfThatIsAllowed() {
        Path back = handedOver(trained(8), state -> {
            TreeMap<String, Imported.Numbers> slots = new TreeMap<>(state.slots());
            slots.remove("optimizer/linear/kernel/velocity");
            return TrainingState.of(state.step(), slots);
        });
        TrainingPlan plan = fascicle.resume(back, Settings.defaults());
        InputException refused = assertThrows(InputException.class, plan::start);
        plan.model().close();
        assertTrue(refused.getMessage().startsWith(back + ": the training that another system began has no slot "
                + "'optimizer/linear/kernel/velocity' of the shape [3, 4], but optimizer/count, "
                + "optimizer/linear/bias/velocity,"), refused.getMessage());
        TrainingPlan other = fascicle.resume(back, Settings.defaults().override("optimizer", "descent"));
        assertThrows(InputException.class, other::start, "another optimizer needs consent");
        try (Model model = other.model(); Training training = other.allowChanges().start()) {
            training.join();
            assertEquals(12, training.step());
        }
    }

    @Test
    void otherDataAndMetricsNeedNoConsent() {
        Path back = handedOver(trained(8), state -> state);
        try (Training training = resumed(back, Settings.defaults().override("data.points.rows", "17").override("metrics", "[]")
                .override("training.epochs", "5"))) {
            assertEquals(15, training.step(), "12 rows of 17 are for training: 3 steps an epoch");
            training.model().close();
        }
    }

    @Test
    void itsCheckpointsAreThoseOfAnyTraining() {
        Path back = handedOver(trained(6), state -> state);
        Path checkpoints = folder.resolve("checkpoints");
        TrainingPlan plan = fascicle.resume(back, Settings.defaults()).listener(Fixture.stopAt(9));
        try (Model model = plan.model(); Training training = plan.checkpoints(Checkpoints.in(checkpoints)).start()) {
            training.join();
        }
        assertEquals(2, fascicle.state(checkpoints).orElseThrow().step() / 4);
        TrainingPlan again = fascicle.resume(checkpoints, Settings.defaults()).checkpoints(Checkpoints.in(checkpoints));
        try (Model model = again.model(); Training training = again.start()) {
            training.join();
            assertEquals(12, training.step());
            assertTrue(Double.isNaN(training.history().value("loss", 0)));
        }
        assertEquals(Archive.read(trained(12)).weights(), Archive.read(checkpoints.resolve("last.fasc")).weights());
    }

    @Test
    void fewerEpochsThanTheStepsAreRefused() {
        Path back = handedOver(trained(8), state -> TrainingState.of(40, state.slots()));
        TrainingPlan plan = fascicle.resume(back, Settings.defaults());
        InputException refused = assertThrows(InputException.class, plan::start);
        plan.model().close();
        assertEquals("3 epochs are asked for, and the archive is in epoch 10", refused.problem());
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        Path archive = trained(6);
        TreeMap<String, Imported.Numbers> slots = new TreeMap<>();
        slots.put("optimizer/linear/bias/velocity", Imported.Numbers.of(Shape.of(1), new double[] {Double.NaN}));
        InputException refused =
                assertThrows(InputException.class, () -> handedOver(archive, state -> TrainingState.of(1, slots)));
        assertTrue(refused.getMessage().contains("optimizer/linear/bias/velocity: the slot holds NaN"), refused.getMessage());
        assertThrows(InputException.class, () -> TrainingState.of(-1, new TreeMap<>()));
        assertThrows(InputException.class,
                () -> TrainingState.of(1, new TreeMap<>(Map.of("kernel", Imported.Numbers.of(Shape.of(1), new double[1])))));
    }

    private Training resumed(Path archive, Settings settings) {
        Training training = fascicle.resume(archive, settings).start();
        training.join();
        return training;
    }

    private Path handedOver(Path archive, UnaryOperator<TrainingState> change) {
        Path back = folder.resolve("back.fasc");
        try (Model model = fascicle.open(archive, Settings.defaults())) {
            fascicle.save(model, change.apply(fascicle.state(archive).orElseThrow()), back);
        }
        return back;
    }

    private Path trained(long steps) {
        Path file = folder.resolve(steps + ".fasc");
        try (Model model = fascicle.create(Fixture.definition(Fixture.LAYERS, Fixture.REST), Settings.defaults());
                Training training = fascicle.train(model).listener(Fixture.stopAt(steps)).start()) {
            training.join();
            training.save(file);
        }
        return file;
    }
}
