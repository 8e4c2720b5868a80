package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.training.Training;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run that was saved and restored goes on as if it had never been cut. */
@ComputesAlone
public class ResumeTest extends PlatformTest {
    private static final int STEPS = 20;

    @TempDir
    Path folder;

    /** Of 15 steps in an epoch: one cut within it, one at its end. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("backendsAndOptimizers")
    void eachOptimizerGoesOnToTheBit(String backend, String optimizer) {
        assertResumes(Models.NORMALIZED, on(backend).override("optimizer", "\"" + optimizer + "\""), STEPS, 10, 15);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void schedulesAndConstraintsGoOnWhereTheyStood(String backend) {
        assertResumes(Models.DEEP, on(backend), STEPS, 10);
    }

    /** Each schedule there is says how often a layer drops; one of them looks at the history. */
    @ParameterizedTest
    @MethodSource("backends")
    void eachScheduleGoesOnToTheBit(String backend) {
        List<String> layers = new ArrayList<>();
        for (String schedule : named(Kind.SCHEDULE, ".*")) {
            layers.add("{ \"dropout\": { \"rate\": " + schedule + " } }");
        }
        assertTrue(layers.size() >= 12, layers.toString());
        assertResumesToItsEnd(ToyModel.of(layers, "[]", ""), backend);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void eachRandomLayerGoesOnToTheBit(String backend) {
        List<String> layers = named(Kind.LAYER, "random_.*|.*dropout|.*noise");
        assertTrue(layers.size() >= 10, layers.toString());
        assertResumesToItsEnd(ToyModel.of(layers, "[]", ""), backend);
    }

    /** All that can stand around an optimizer, at once; at the end averages become the weights. */
    @ParameterizedTest
    @MethodSource("backends")
    void allAroundAnOptimizerGoesOnToTheBit(String backend) {
        List<String> updates = named(Kind.TRANSFORM, ".*");
        assertTrue(updates.size() >= 9, updates.toString());
        // It needs the gradients of one step at other weights, so it stands before what accumulates them.
        updates.sort(Comparator.comparing((String update) -> !update.contains("sharpness_aware")));
        assertResumesToItsEnd(ToyModel.of(List.of(), updates.toString(), ""), backend);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void theBestWeightsAreRestoredAfterAResume(String backend) {
        assertResumesToItsEnd(ToyModel.of(List.of(), "[]", ", \"early_stopping\": { \"monitor\": \"val_loss\", \"patience\": 1, "
                + "\"min_delta\": 0.5, \"restore_best_weights\": true }"), backend);
    }

    /** The installed techniques of a kind whose names match, as model files write them. */
    private List<String> named(Kind kind, String pattern) {
        return techniques.all().stream().filter(type -> type.kind() == kind && type.name().matches(pattern))
                .sorted(Comparator.comparing(TechniqueType::qualifiedName)).map(ToyModel::technique)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private void assertResumesToItsEnd(String model, String backend) {
        assertResumes(model, on(backend), Long.MAX_VALUE, ToyModel.WITHIN_AN_EPOCH, ToyModel.AT_THE_END_OF_ONE);
    }

    private void assertResumes(String model, Settings settings, long steps, long... cuts) {
        try (Model whole = create(model, settings)) {
            Training uncut = trainTo(whole, steps);
            for (long cut : cuts) {
                Path archive = folder.resolve("cut.fascicle");
                try (Model first = create(model, settings)) {
                    trainTo(first, cut).save(archive);
                }
                Training second = resume(archive, Settings.defaults().backend(whole.backend()), Listen.stopAt(steps));
                try (Model resumed = second.model()) {
                    Tensors.assertSameBits(tensors(uncut), tensors(second));
                    Tensors.assertSameBits(weights(whole), weights(resumed));
                    assertEquals(uncut.history().values(), second.history().values());
                }
            }
        }
    }
}
