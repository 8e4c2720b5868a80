package org.fascicle.core.training;

import static org.fascicle.core.training.ToyTraining.ROWS;
import static org.fascicle.core.training.ToyTraining.blueprint;
import static org.fascicle.core.training.ToyTraining.descent;
import static org.fascicle.core.training.ToyTraining.last;
import static org.fascicle.core.training.ToyTraining.model;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Summary;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.core.inference.InferenceGraphs;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.junit.jupiter.api.Test;

/** Which steps of sequences count, and further results of layers. */
class SequencesTest {
    private static final double EXACT = 1e-14;
    private static final String END = "{'gain': {'factor': 3}}, 'average', {'linear': {'units': 3}}, {'soft': {}}";
    private static final String MASKED = "'steps', {'ignoring': {'start': 2}}, ";

    private final ToyTraining toys = new ToyTraining();

    @Test
    void masksGoWithTheStepsToWhoeverAsks() {
        Map<String, double[]> cut = last(toys.train("'steps', {'first': {'count': 2}}, " + END, descent(""), "", 8, 1, false));
        Map<String, double[]> masked = last(toys.train(MASKED + END, descent(""), "", 8, 1, false));
        assertEquals(cut.keySet(), masked.keySet());
        cut.forEach((path, values) -> assertArrayEquals(values, masked.get(path), EXACT, path));
    }

    @Test
    void masksGoThroughLayersWithinALayer() {
        String chained = "{'chained': {'layers': [%s, {'gain': {'factor': 3}}, 'average'], 'activations': []}}, "
                + "{'linear': {'units': 3}}, {'soft': {}}";
        Map<String, double[]> cut =
                last(toys.train(String.format(chained, "'steps', {'first': {'count': 2}}"), descent(""), "", 8,
                        1, false));
        Map<String, double[]> masked = last(toys.train(String.format(chained, "'steps', {'ignoring': {'start': 2}}"), descent(""),
                "", 8, 1, false));
        assertEquals(cut.keySet(), masked.keySet());
        cut.forEach((path, values) -> assertArrayEquals(values, masked.get(path), EXACT, path));
    }

    @Test
    void aLayerMaySayThatAllStepsCountAgain() {
        Map<String, double[]> whole =
                last(toys.train("'steps', {'first': {'count': 3}}, {'unmasked': {}}, " + END, descent(""), "",
                        8, 1, false));
        Map<String, double[]> dropped = last(toys.train(MASKED + "{'unmasked': {}}, " + END, descent(""), "", 8, 1, false));
        whole.forEach((path, values) -> assertArrayEquals(values, dropped.get(path), EXACT, path));
        assertEquals("layer 'unmasked' (unmasked): 'unmasked' gave iota int32 [rows, 3] as the mask of mul real [rows, 3, 1], "
                + "where bool [rows, steps] was expected",
                refused("'steps', {'unmasked': {'wrong': true}}, " + END, "'loss': 'cross_entropy'").problem());
    }

    @Test
    void aLossCountsTheStepsOfTheMaskAlone() {
        double sum = 0;
        int count = 0;
        for (double x : standardized()) {
            sum += x > 0 ? (x - 1) * (x - 1) : 0;
            count += x > 0 ? 1 : 0;
        }
        assertEquals(sum / count, loss("'stepwise'"), 1e-6);
        assertEquals(sum, loss("{'stepwise': {'reduction': 'sum'}}"), 1e-5);
        InputException deaf = refused("'steps', 'positive'", "'loss': 'deaf'");
        assertEquals("loss (deaf): counts all steps of the output [rows, 3, 1], some of which are masked", deaf.problem());
        InputException metric = refused("'steps', 'positive'", "'loss': 'stepwise', 'metrics': ['spread']");
        assertEquals("metric 'spread' (spread): counts all steps of the output [rows, 3, 1], some of which are masked",
                metric.problem());
    }

    @Test
    void furtherResultsAreReadByTheirNames() {
        String network = "'steps', {'positive': {'name': 'p'}}, {'linear': {'units': 3, 'inputs': 'p/double'}}, {'soft': {}}";
        ModelSpec spec = Toys.model("", network, "'outputs': ['soft', 'p/double'], 'loss': {'soft': 'cross_entropy', "
                + "'p/double': 'centers'}, 'optimizer': 'descent'");
        InferenceGraphs graphs = graphs(spec);
        assertEquals(Map.of("soft", Shape.of(3), "p/double", Shape.of(3)), graphs.outline().outputs());
        List<Summary.Line> lines = graphs.outline().summary().lines();
        assertEquals(Map.of("p/double", Shape.batch(3)), lines.get(1).further());
        assertEquals(Map.of(), lines.get(2).further());
        assertEquals(List.of("p/double"), lines.get(2).inputs());
        InputException wrong = refused(network.replace("p/double", "p/dobule"), "'loss': 'cross_entropy'");
        assertEquals("no layer has a result \"p/dobule\"", wrong.problem());
        assertEquals("Did you mean 'p/double'?", wrong.remedy());
        assertEquals("/network/2/linear/inputs", wrong.pointer());
        InputException none = refused("{'soft': {}}, {'soft': {'inputs': 'soft/state'}}", "'loss': 'cross_entropy'");
        assertEquals("No layer has further results: write the layer's name alone", none.remedy());
        ModelSpec misspelt = Toys.model("", network, "'outputs': ['soft', 'p/doubel'], 'loss': {'soft': 'cross_entropy', "
                + "'p/doubel': 'centers'}, 'optimizer': 'descent'");
        InputException output = assertThrows(InputException.class, () -> graphs(misspelt).outline());
        assertEquals("/outputs/1", output.pointer());
        assertEquals("no earlier layer is called \"q/double\"", assertThrows(InputException.class,
                () -> model(network.replace("p/double", "q/double"), descent(""), "", 8, 1, false)).problem());
    }

    /** The loss of all rows, by a network that masks steps and changes nothing. */
    private static double loss(String loss) {
        ModelSpec spec = Toys.model("", "'steps', 'positive'", "'loss': " + loss
                + ", 'optimizer': 'descent', 'training': {'epochs': 1, 'batch_size': " + ROWS + ", 'shuffle': false}");
        try (TrainingRun run = Toys.run(spec, new ReferenceBackend(), ROWS, ROWS)) {
            run.trainer(false).train(TrainingListener.NONE, new Alone());
            return run.store().read("training/loss/total")[0] / run.store().read("training/loss/count")[0];
        }
    }

    private static InferenceGraphs graphs(ModelSpec spec) {
        return new InferenceGraphs(spec.networkSpec(), new TechniqueFactory(Toys.techniques()), Map.of("input", Shape.of(3)),
                Precision.FLOAT32);
    }

    private static InputException refused(String network, String judges) {
        ModelSpec spec = Toys.model("", network, judges + ", 'optimizer': 'descent', 'training': {'batch_size': 8}");
        return assertThrows(InputException.class, () -> blueprint(spec).step(ROWS, ROWS, false));
    }

    /** The features of all rows, each column with mean 0 and deviation 1, as floats hold them. */
    private static List<Double> standardized() {
        Toys.PointRows rows = new Toys.PointRows(ROWS, 3, 3, 0);
        float[] all = new float[ROWS * 3];
        for (int row = 0; row < ROWS; row++) {
            rows.features(row, all, row * 3);
        }
        List<Double> standardized = new ArrayList<>();
        for (int column = 0; column < 3; column++) {
            double mean = 0;
            double square = 0;
            for (int row = 0; row < ROWS; row++) {
                mean += all[row * 3 + column] / (double) ROWS;
                square += all[row * 3 + column] * (double) all[row * 3 + column] / ROWS;
            }
            for (int row = 0; row < ROWS; row++) {
                standardized.add((all[row * 3 + column] - mean) / Math.sqrt(square - mean * mean));
            }
        }
        return standardized;
    }
}
