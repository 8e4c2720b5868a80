package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.training.Training;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.training.Toys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What opens an archive to predict needs little: layers and activations of the techniques, parameters and a row of the memory. */
class PredictionAloneTest {
    private static final String LAYERS =
            "{'linear': {'units': 4, 'constraint': 'same', 'initializer': 'normal'}}, {'noise': {}}, "
                    + "{'running': {}}, {'linear': {'units': 3}}, {'soft': {}}";
    // Two kernels, two biases, a running mean.
    private static final long PARAMETERS = 3 * 4 + 4 + 4 * 3 + 3 + 4;

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");

    @TempDir
    Path folder;
    private Path file;
    private float[] expected;

    @BeforeEach
    void train() {
        file = folder.resolve("trained.fasc");
        Fascicle complete = Fixture.fascicle(new Fixture.TestBackend("tests"));
        try (Model model = complete.create(Fixture.definition(LAYERS, Fixture.REST), Settings.defaults());
                Training training = complete.train(model).start()) {
            training.join();
            training.save(file);
            expected = model.predict(Fixture.features(300), 300);
        }
    }

    @Test
    void theTechniquesOfTheLayersAreEnough() {
        Fascicle small = Fixture.fascicle(backend, Fixture.techniquesWithout(Kind.OPTIMIZER, Kind.LOSS, Kind.METRIC, Kind.DATA,
                Kind.SCHEDULE, Kind.INITIALIZER, Kind.REGULARIZER, Kind.CONSTRAINT, Kind.TRANSFORM));
        Path again = folder.resolve("again.fasc");
        try (Model model = small.open(file, Settings.defaults())) {
            assertArrayEquals(expected, model.predict(Fixture.features(300), 300));
            assertEquals(Set.of("linear/kernel", "linear/bias", "running/mean", "linear_1/kernel", "linear_1/bias"),
                    model.tensors().keySet());
            assertEquals(3, model.outputs().get(0).size());
            assertEquals(5, model.summary().lines().size());
            assertTrue(model.sample(Fixture.features(2), 2, 20, 1).deviation()[0] > 0);
            refused("/loss", "there is no loss 'cross_entropy'", () -> model.evaluate(new Toys.PointRows(4, 3, 3, 0)));
            refused("/network/0/linear/initializer", "there is no initializer 'normal'",
                    () -> small.train(model, Data.of(new Toys.PointRows(4, 3, 3, 0))).start());
            model.save(again);
        }
        assertEquals(0, backend.open());
        Archive before = Archive.read(file);
        Archive after = Archive.read(again);
        assertEquals(Set.of("linear", "noise", "running", "soft", "normal", "same"), names(after),
                "what is missing is still said");
        assertTrue(before.techniques().containsAll(after.techniques()));
        assertEquals(Set.of(), after.training().keySet());
        Fascicle complete = Fixture.fascicle(backend);
        try (Model model = complete.open(again, Settings.defaults());
                Training training = complete.train(model, Data.of(new Toys.PointRows(4, 3, 3, 0))).start()) {
            training.join();
        }
    }

    @Test
    void lossAndMetricsAreEnoughToEvaluate() {
        Fascicle judging =
                Fixture.fascicle(backend, Fixture.techniquesWithout(Kind.OPTIMIZER, Kind.DATA, Kind.SCHEDULE, Kind.INITIALIZER,
                        Kind.CONSTRAINT));
        Toys.PointRows rows = new Toys.PointRows(4, 3, 3, 0);
        try (Model model = judging.open(file, Settings.defaults());
                Model whole = Fixture.fascicle(backend).open(file, Settings.defaults())) {
            assertEquals(whole.evaluate(rows).metrics(), model.evaluate(rows).metrics());
        }
    }

    @Test
    void aLayerThatIsMissingIsNamed() {
        Fascicle without = Fixture.fascicle(backend, Fixture.techniquesWithout(Kind.LAYER));
        refused("/network/0/linear", "there is no layer 'linear'", () -> without.open(file, Settings.defaults()));
        assertEquals(0, backend.open());
    }

    @Test
    void aNewModelNeedsItsInitializers() {
        Fascicle without = Fixture.fascicle(backend, Fixture.techniquesWithout(Kind.INITIALIZER));
        refused("/network/0/linear/initializer", "there is no initializer 'normal'",
                () -> without.create(Fixture.definition(LAYERS, Fixture.REST), Settings.defaults()));
        refused("/network/0/linear/initializer", "there is no initializer 'normal'",
                () -> without.create(Fixture.undescribed("'input': [3]", "{'linear': {'units': 4}}", Fixture.REST),
                        Settings.defaults()));
        assertEquals(0, backend.open());
    }

    @Test
    void anOpenedModelHoldsItsParametersAloneAndARowTheMemoryOfOne() {
        Fascicle fascicle = Fixture.fascicle(backend);
        try (Model model = fascicle.open(file, Settings.defaults())) {
            assertEquals(PARAMETERS, backend.elements());
            assertEquals(PARAMETERS, model.tensors().values().stream().mapToLong(Shape::size).sum());
            assertEquals(List.of(), backend.compiledRows());
            model.predict(Fixture.features(1), 1);
            assertEquals(List.of(1), backend.compiledRows());
            assertEquals(PARAMETERS + 3, backend.elements(), "the features of one row");
            model.predict(Fixture.features(1), 1);
            model.predict(Fixture.features(2), 2);
            assertEquals(List.of(1, 16), backend.compiledRows());
            assertEquals(PARAMETERS + 3 + 16 * 3, backend.elements());
        }
        assertEquals(0, backend.open());
    }

    @Test
    void aTrainingThatIsClosedLeavesParametersAlone() {
        Fascicle fascicle = Fixture.fascicle(backend);
        try (Model model = fascicle.create(Fixture.definition(LAYERS, Fixture.REST), Settings.defaults())) {
            assertEquals(PARAMETERS, backend.elements());
            Training training = fascicle.train(model).start();
            training.join();
            training.close();
            assertEquals(PARAMETERS, backend.elements());
        }
    }

    private static Set<String> names(Archive archive) {
        return archive.techniques().stream().map(technique -> technique.name()).collect(Collectors.toSet());
    }

    private static void refused(String pointer, String problem, Executable action) {
        InputException e = assertThrows(InputException.class, action);
        assertEquals(pointer, e.pointer());
        assertTrue(e.problem().startsWith(problem), e.problem());
    }
}
