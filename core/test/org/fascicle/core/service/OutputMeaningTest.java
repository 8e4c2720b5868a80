package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Port;
import org.fascicle.api.model.Sampled;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.training.Training;
import org.fascicle.core.registry.FixedTechniques;
import org.fascicle.core.registry.InstalledTechniques;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What the numbers of a model's outputs mean to those who only predict; and several outputs that are sampled. */
class OutputMeaningTest {
    private static final Definition LOGITS = Fixture.undescribed("'input': [2]", "{'linear': {'units': 1}}",
            "'loss': {'answers': {'from_logits': true}}, 'optimizer': 'descent', 'training': {'epochs': 1, 'batch_size': 2}");

    @TempDir
    Path folder;

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend, Judges.techniques());

    @AfterEach
    void allMemoryIsGivenBack() {
        assertEquals(0, backend.open());
    }

    @Test
    void aModelThatWasNeverTrainedMeansWhatItsLossTakes() {
        try (Model model = fascicle.create(LOGITS, Settings.defaults())) {
            assertEquals(Domain.Outputs.LOGITS, model.outputs().get(0).meaning());
            model.save(folder.resolve("untrained.fasc"));
        }
        assertEquals(Domain.Outputs.LOGITS, opened(fascicle, "untrained.fasc"));
        assertEquals(Domain.Outputs.ANY, opened(withoutLosses(), "untrained.fasc"));
    }

    @Test
    void anArchiveSaysWhatOutputsMeanToThoseWithoutTheLoss() {
        Data data = Data.of(MemoryRows.of(new float[][] {{0, 1}, {1, 0}}).labels(0, 1));
        try (Model model = fascicle.create(LOGITS, Settings.defaults());
                Training training = fascicle.train(model, data).start()) {
            training.join();
            model.save(folder.resolve("trained.fasc"));
        }
        assertEquals(Domain.Outputs.LOGITS, opened(withoutLosses(), "trained.fasc"));
    }

    @Test
    void allOutputsAreSampled() {
        Definition two = Fixture.undescribed("'input': [2]",
                "{'linear': {'units': 2, 'name': 'wide'}}, {'linear': {'units': 1, 'name': 'thin'}}",
                "'outputs': ['thin', 'wide'], 'loss': {'thin': 'squares', 'wide': 'squares'}, 'optimizer': 'descent'");
        try (Model model = fascicle.create(two, Settings.defaults())) {
            Map<String, float[]> inputs = Map.of("input", new float[] {1, 2, 3, 4, 5, 6});
            Map<String, float[]> exact = model.predict(inputs, 3);
            Map<String, Sampled> sampled = model.sample(inputs, 3, 4, 1);
            List<String> names = model.outputs().stream().map(Port::name).collect(Collectors.toList());
            assertEquals(names, List.copyOf(sampled.keySet()));
            for (String name : names) {
                assertArrayEquals(exact.get(name), sampled.get(name).mean(), 1e-6f);
                assertArrayEquals(new float[exact.get(name).length], sampled.get(name).deviation(), 1e-6f);
            }
        }
    }

    @Test
    void classesGetNamesUntilATrainingHasSome() {
        Data data = Data.of(MemoryRows.of(new float[][] {{0, 1}, {1, 0}}).labels(0, 1));
        try (Model model = fascicle.create(LOGITS, Settings.defaults())) {
            refused("there is no output 'other'; there are: output", () -> model.classes("other", List.of("no", "yes")));
            refused("the output 'output' has one number, for two classes, and there are 3 names: a, b, c",
                    () -> model.classes("output", List.of("a", "b", "c")));
            model.classes("output", List.of("no", "yes"));
            assertEquals(List.of("no", "yes"), model.outputs().get(0).classes());
            model.save(folder.resolve("named.fasc"));
            try (Training training = fascicle.train(model, data).start()) {
                training.join();
                assertThrows(StateException.class, () -> model.classes("output", List.of("no", "yes")));
            }
        }
        try (Model model = fascicle.open(folder.resolve("named.fasc"), Settings.defaults())) {
            assertEquals(List.of("no", "yes"), model.outputs().get(0).classes());
        }
    }

    private static void refused(String problem, Executable action) {
        assertEquals(problem, assertThrows(InputException.class, action).problem());
    }

    private Fascicle withoutLosses() {
        InstalledTechniques all = Judges.techniques();
        return Fixture.fascicle(backend, new FixedTechniques(all.all().stream().filter(type -> type.kind() != Kind.LOSS)
                .toArray(TechniqueType[]::new)));
    }

    private Domain.Outputs opened(Fascicle by, String archive) {
        try (Model model = by.open(folder.resolve(archive), Settings.defaults())) {
            return model.outputs().get(0).meaning();
        }
    }
}
