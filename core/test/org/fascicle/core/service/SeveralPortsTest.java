package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.fascicle.api.Fascicle;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Batch;
import org.fascicle.api.data.BatchStream;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.data.Rows;
import org.fascicle.api.data.Scale;
import org.fascicle.api.data.Schema;
import org.fascicle.api.data.Targets;
import org.fascicle.api.data.Values;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.training.Training;
import org.fascicle.core.registry.FixedTechniques;
import org.fascicle.core.training.Toys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A model with two inputs and two outputs, one of numbers and one of classes, against sums by hand. */
class SeveralPortsTest {
    private static final double RATE = 0.1;
    private static final double NUMBER_WEIGHT = 0.25;
    private static final double KIND_WEIGHT = 2;

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend, techniques());

    @TempDir
    Path folder;
    private Model model;
    private double[][] number;
    private double[][] kind;

    /** The first input, with the sum of the second added to each of its numbers. */
    @Technique("shifted")
    public record Shifted() implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            throw new IllegalArgumentException("takes two inputs");
        }

        @Override
        public Expr apply(List<Expr> inputs, Scope scope) {
            Expr sum = Expressions.reshape(Expressions.sum(inputs.get(1), 1), Shape.of(inputs.get(0).shape().extent(0), 1));
            return inputs.get(0).add(sum);
        }
    }

    private static FixedTechniques techniques() {
        List<TechniqueType> all = new ArrayList<>(Toys.techniques().all());
        all.add(TechniqueType.of(Shifted.class));
        return new FixedTechniques(all.toArray(TechniqueType[]::new));
    }

    private static Definition definition(int batch) {
        return Fixture.undescribed("'wide': [2], 'deep': [3]",
                "{'shifted': {'name': 'joined', 'inputs': ['wide', 'deep']}}, {'linear': {'name': 'number', 'units': 2}}, "
                        + "{'linear': {'name': 'sums', 'units': 3, 'inputs': 'joined'}}, {'soft': {'name': 'kind'}}",
                "'outputs': ['number', 'kind'], 'loss': {'kind': 'cross_entropy', 'number': 'squares'}, "
                        + "'loss_weights': {'number': " + NUMBER_WEIGHT + ", 'kind': " + KIND_WEIGHT + "}, "
                        + "'metrics': {'kind': ['accuracy', 'spread'], 'number': ['spread']}, 'optimizer': {'descent': {'learning_rate': "
                        + RATE + "}}, 'training': {'epochs': 1, 'batch_size': " + batch + ", 'seed': 3, 'shuffle': false}");
    }

    @BeforeEach
    void create() {
        model = fascicle.create(definition(NamedRows.COUNT), Settings.defaults().precision(Precision.FLOAT64));
        number = layer("number", 2);
        kind = layer("sums", 3);
    }

    /** Kernel rows, and the bias as the last one. */
    private double[][] layer(String name, int units) {
        double[] kernel = model.tensor(name + "/kernel");
        double[][] rows = new double[3][];
        for (int i = 0; i < 2; i++) {
            rows[i] = Arrays.copyOfRange(kernel, i * units, (i + 1) * units);
        }
        rows[2] = model.tensor(name + "/bias");
        return rows;
    }

    /** What both outputs are computed from, as floats hold it, with 1 for the bias at the end. */
    private static double[] joined(int row) {
        double sum = 0;
        for (double value : NamedRows.deep(row)) {
            sum += (float) value;
        }
        return new double[] {(float) NamedRows.wide(row)[0] + sum, (float) NamedRows.wide(row)[1] + sum, 1};
    }

    private static double[] product(double[] x, double[][] rows) {
        double[] sums = new double[rows[0].length];
        for (int i = 0; i < 3; i++) {
            for (int unit = 0; unit < sums.length; unit++) {
                sums[unit] += x[i] * rows[i][unit];
            }
        }
        return sums;
    }

    private static double[] softmax(double[] sums) {
        double all = 0;
        for (double sum : sums) {
            all += Math.exp(sum);
        }
        double[] parts = sums.clone();
        for (int i = 0; i < sums.length; i++) {
            parts[i] = Math.exp(sums[i]) / all;
        }
        return parts;
    }

    /** One step of descent on all rows: what kernel and bias of each output become. */
    private void step() {
        double[][] numberStep = new double[3][2];
        double[][] kindStep = new double[3][3];
        for (int row = 0; row < NamedRows.COUNT; row++) {
            double[] x = joined(row);
            double[] values = product(x, number);
            double[] parts = softmax(product(x, kind));
            for (int i = 0; i < 3; i++) {
                for (int unit = 0; unit < 2; unit++) {
                    numberStep[i][unit] +=
                            NUMBER_WEIGHT * 2 * x[i] * (values[unit] - (float) NamedRows.target(row)[unit]) / NamedRows.COUNT;
                }
                for (int unit = 0; unit < 3; unit++) {
                    kindStep[i][unit] += KIND_WEIGHT * x[i] * (parts[unit] - (row % 3 == unit ? 1 : 0)) / NamedRows.COUNT;
                }
            }
        }
        for (int i = 0; i < 3; i++) {
            for (int unit = 0; unit < 3; unit++) {
                kind[i][unit] -= RATE * kindStep[i][unit];
                if (unit < 2) {
                    number[i][unit] -= RATE * numberStep[i][unit];
                }
            }
        }
    }

    /** Loss of numbers, loss of kinds, the mean probability of the right kind. */
    private double[] judged() {
        double[] means = new double[3];
        for (int row = 0; row < NamedRows.COUNT; row++) {
            double[] values = product(joined(row), number);
            double right = softmax(product(joined(row), kind))[row % 3];
            for (int unit = 0; unit < 2; unit++) {
                means[0] += Math.pow(values[unit] - (float) NamedRows.target(row)[unit], 2) / NamedRows.COUNT;
            }
            means[1] -= Math.log(right) / NamedRows.COUNT;
            means[2] += right / NamedRows.COUNT;
        }
        return means;
    }

    @Test
    void aStepMovesEachOutputByItsOwnGradientAndWeight() {
        double[] before = judged();
        try (Training training = fascicle.train(model, Data.of(new NamedRows()).validation(new NamedRows())).start()) {
            training.join();
            Map<String, List<Double>> history = training.history().values();
            assertEquals(List.of("loss", "number_loss", "kind_loss", "number_spread", "kind_accuracy", "kind_spread", "val_loss",
                    "val_number_loss", "val_kind_loss", "val_number_spread", "val_kind_accuracy", "val_kind_spread",
                    "learning_rate"),
                    List.copyOf(history.keySet()));
            assertJudged(before, "", history);
            step();
            assertJudged(judged(), "val_", history);
        }
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(number[i], layer("number", 2)[i], 1e-12);
            assertArrayEquals(kind[i], layer("sums", 3)[i], 1e-12);
        }
        Map<String, Double> metrics = model.evaluate(new NamedRows()).metrics();
        assertEquals(judged()[0], metrics.get("number_loss"), 1e-12);
        assertEquals(judged()[2], metrics.get("kind_accuracy"), 1e-12);
        model.close();
        assertEquals(0, backend.open());
    }

    private static void assertJudged(double[] expected, String prefix, Map<String, List<Double>> history) {
        assertEquals(expected[0], history.get(prefix + "number_loss").get(0), 1e-12);
        assertEquals(expected[1], history.get(prefix + "kind_loss").get(0), 1e-12);
        assertEquals(NUMBER_WEIGHT * expected[0] + KIND_WEIGHT * expected[1], history.get(prefix + "loss").get(0), 1e-12);
        assertEquals(expected[2], history.get(prefix + "kind_accuracy").get(0), 1e-12);
    }

    @Test
    void predictionsHaveNames() {
        float[] wide = new float[2 * 2];
        float[] deep = new float[2 * 3];
        for (int row = 0; row < 2; row++) {
            NamedRows.put(NamedRows.wide(row), wide, row * 2);
            NamedRows.put(NamedRows.deep(row), deep, row * 3);
        }
        Map<String, float[]> outputs = model.predict(Map.of("wide", wide, "deep", deep), 2);
        assertEquals(List.of("number", "kind"), List.copyOf(outputs.keySet()));
        for (int row = 0; row < 2; row++) {
            for (int unit = 0; unit < 3; unit++) {
                assertEquals(softmax(product(joined(row), kind))[unit], outputs.get("kind")[row * 3 + unit], 1e-6);
            }
            assertEquals(product(joined(row), number)[1], outputs.get("number")[row * 2 + 1], 1e-6);
        }
        assertEquals("[wide [2], deep [3]]", model.inputs().toString());
        assertEquals("[number [2], kind [3]]", model.outputs().toString());
        refused("there are no features of the input 'deep'; there are those of: wide",
                () -> model.predict(Map.of("wide", wide), 2));
        refused("5 numbers are not 2 rows of [3]", () -> model.predict(Map.of("wide", wide, "deep", new float[5]), 2));
        refused("the model has 2 outputs: name them", () -> model.predict(wide, 2));
        refused("the model has 2 outputs: name them", () -> model.sample(wide, 2, 3, 0));
        model.close();
    }

    @Test
    void allKindsOfDataGiveTheSameBits() {
        float[][] wide = new float[NamedRows.COUNT][2];
        float[][] deep = new float[NamedRows.COUNT][3];
        float[][] targets = new float[NamedRows.COUNT][2];
        int[] labels = new int[NamedRows.COUNT];
        List<Batch> batches = new ArrayList<>();
        for (int row = 0; row < NamedRows.COUNT; row++) {
            NamedRows.put(NamedRows.wide(row), wide[row], 0);
            NamedRows.put(NamedRows.deep(row), deep[row], 0);
            NamedRows.put(NamedRows.target(row), targets[row], 0);
            labels[row] = row % 3;
            batches.add(Batch.of(1).input("wide", wide[row]).input("deep", deep[row]).targets("number", targets[row])
                    .labels("kind", new int[] {row % 3}));
        }
        Schema schema = Schema.of("deep", Shape.of(3)).input("wide", Shape.of(2)).classNames("kind", NamedRows.NAMES)
                .targets("number", Shape.of(2));
        MemoryRows memory = MemoryRows.of("wide", Values.of(wide)).input("deep", Values.of(deep))
                .targets("kind", Targets.labels(labels, NamedRows.NAMES)).targets("number", Targets.values(Values.of(targets)));
        double[] kernel = trained(new NamedRows(), 3);
        assertArrayEquals(kernel, trained(memory, 3));
        assertArrayEquals(kernel, trained(BatchStream.of(schema, batches), 3));
        model.close();
    }

    private double[] trained(Examples examples, int batch) {
        try (Model fresh = fascicle.create(definition(batch), Settings.defaults());
                Training training = fascicle.train(fresh, Data.of(examples).scaled(Scale.STANDARD)).epochs(3).start()) {
            training.join();
            assertEquals(NamedRows.NAMES, fresh.outputs().get(1).classes());
            assertEquals(List.of(), fresh.outputs().get(0).classes());
            return fresh.tensor("sums/kernel");
        }
    }

    @Test
    void anArchiveKeepsNamesAndScalings() {
        Path file = folder.resolve("ports.fasc");
        Map<String, float[]> row = Map.of("deep", new float[] {1, 2, 3}, "wide", new float[] {-1, 0.5f});
        Map<String, float[]> expected;
        try (Training training = fascicle.train(model, Data.of(new NamedRows()).scaled(Scale.STANDARD)).start()) {
            training.join();
            training.save(file);
            expected = model.predict(row, 1);
        }
        model.close();
        try (Model opened = fascicle.open(file, Settings.defaults().precision(Precision.FLOAT64))) {
            assertEquals("[wide [2], deep [3]]", opened.inputs().toString());
            assertEquals(NamedRows.NAMES, opened.outputs().get(1).classes());
            Map<String, float[]> again = opened.predict(row, 1);
            assertArrayEquals(expected.get("number"), again.get("number"));
            assertArrayEquals(expected.get("kind"), again.get("kind"));
        }
        assertEquals(0, backend.open());
    }

    @Test
    void dataThatDoNotFitAreRefused() {
        Rows oneInput = new NamedRows() {
            @Override
            public List<String> inputs() {
                return List.of("wide", "depth");
            }
        };
        Rows oneOutput = new NamedRows() {
            @Override
            public List<String> outputs() {
                return List.of("kind");
            }
        };
        Rows unlabelled = new NamedRows() {
            @Override
            public int classes(String output) {
                return 0;
            }
        };
        Rows narrow = new NamedRows() {
            @Override
            public Shape shape(String input) {
                return Shape.of(2);
            }
        };
        refused("model.json: the data have no input 'deep'. They have: wide, depth",
                () -> fascicle.train(model, Data.of(oneInput)).start());
        refused("model.json: at /loss/number: the data have no targets for the output 'number'. They have targets for: kind",
                () -> fascicle.train(model, Data.of(oneOutput)).start());
        refused("model.json: at /loss/kind: the loss 'cross_entropy' needs labelled rows, and the data have target values. "
                + "Take a loss for values: squares", () -> fascicle.train(model, Data.of(unlabelled)).start());
        refused("model.json: the data's input 'deep' has the shape [2], and the network takes [3]",
                () -> fascicle.train(model, Data.of(narrow)).start());
        refused("weights of classes need one output, with labels",
                () -> fascicle.train(model, Data.of(new NamedRows())).classWeights(Map.of(1, 2.0)).start());
        refused("features can be the target of a network with one input and one output only",
                () -> fascicle.train(model, Data.of(new NamedRows()).reconstructing()).start());
        model.close();
        assertEquals(0, backend.open());
    }

    private static void refused(String message, Executable action) {
        assertEquals(message, assertThrows(InputException.class, action).getMessage());
    }
}
