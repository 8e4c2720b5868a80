package org.fascicle.core.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.backend.reference.ReferenceBackend;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.core.inference.InferenceGraphs;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.program.Layout;
import org.fascicle.core.program.Store;
import org.junit.jupiter.api.Test;

/** Graphs of small networks, with updates that are merged and with the same that are not. */
class BlueprintTest {
    private static final int ROWS = 20;
    private static final String MERGED =
            "{'linear': {'units': 4}}, {'running': {}}, {'linear': {'units': 3}}, {'soft': {}}";
    private static final String UNMERGED = MERGED.replace("4}", "4, 'constraint': 'same'}")
            .replace("3}", "3, 'constraint': 'same'}");
    private static final String REST = "'loss': 'cross_entropy', 'metrics': ['accuracy'], 'optimizer': "
            + "{'heavy_ball': {'learning_rate': {'falling': {}}}}, 'training': {'epochs': 2, 'batch_size': 8, 'seed': 3}";

    private final ReferenceBackend backend = new ReferenceBackend();

    @Test
    void alikeUpdatesAreMergedAndConstrainedOnesAreNot() {
        Graph merged = blueprint(MERGED, REST).step(ROWS, ROWS, false).graph();
        assertEquals(Set.of("packed/0/parameter", "packed/0/velocity"), packed(merged));
        assertTrue(written(merged).stream().noneMatch(path -> path.endsWith("kernel")), written(merged).toString());
        Graph single = blueprint(UNMERGED, REST).step(ROWS, ROWS, false).graph();
        assertEquals(Set.of(), packed(single));
        assertTrue(written(single).containsAll(List.of("linear/kernel", "linear_1/bias", "optimizer/linear/kernel/velocity",
                "optimizer/count")), written(single).toString());
    }

    @Test
    void mergedUpdatesGiveTheSameNumbers() {
        Map<String, double[]> merged = train(MERGED);
        Map<String, double[]> single = train(UNMERGED);
        assertEquals(single.keySet(), merged.keySet());
        assertTrue(merged.keySet().containsAll(List.of("linear/kernel", "linear_1/kernel", "linear/bias",
                "optimizer/linear_1/bias/velocity", "running/mean", "optimizer/count")), merged.keySet().toString());
        single.forEach((path, values) -> assertArrayEquals(values, merged.get(path), path));
        // 20 rows in batches of 8, twice: 6 steps.
        assertArrayEquals(new double[] {7}, merged.get("optimizer/count"));
    }

    @Test
    void packedTensorsAreReadAndWrittenByTheirOwnPaths() {
        try (Store store = new Store(backend, Precision.FLOAT64, null)) {
            blueprint(MERGED, REST).step(ROWS, ROWS, false).allocate(store);
            double[] bias = {1, 2, 3};
            store.write("linear_1/bias", bias);
            double[] kernel = new double[12];
            Arrays.setAll(kernel, i -> -i);
            store.write("linear/kernel", kernel);
            assertArrayEquals(bias, store.read("linear_1/bias"));
            assertArrayEquals(kernel, store.read("linear/kernel"));
            assertArrayEquals(new double[4], store.read("linear/bias"));
            store.reset("linear_1/bias");
            assertArrayEquals(new double[3], store.read("linear_1/bias"));
            assertArrayEquals(kernel, store.read("linear/kernel"));
            assertArrayEquals(new double[] {0.5, 0.5, 0.5, 0.5}, store.read("running/mean"));
            assertTrue(store.has("linear/kernel"));
            assertTrue(!store.has("packed/0/parameter"));
        }
    }

    @Test
    void evaluationAndPredictionReadPackedTensors() {
        Blueprint blueprint = blueprint(MERGED, REST);
        InferenceGraphs graphs = graphs(MERGED);
        assertTrue(reads(graphs.prediction(Mode.INFERENCE, blueprint.layout())).contains("linear/kernel"));
        blueprint.step(ROWS, ROWS, false);
        Set<String> predicting = reads(graphs.prediction(Mode.INFERENCE, blueprint.layout()));
        assertEquals(Set.of("packed/0/parameter", "running/mean"), predicting);
        assertTrue(reads(blueprint.evaluation(8, false).graph()).containsAll(predicting));
        Set<String> initialized = blueprint.initialization().outputs().keySet();
        assertEquals(Set.of("linear/kernel", "linear/bias", "linear_1/kernel", "linear_1/bias"), initialized);
    }

    @Test
    void onlyTrainingWritesStatesAndOnlyEvaluationItsOwn() {
        Blueprint blueprint = blueprint(MERGED, REST);
        Graph step = blueprint.step(ROWS, ROWS, false).graph();
        assertTrue(step.guard().isPresent());
        assertTrue(step.commits().stream().allMatch(commit -> commit.isGuarded()));
        assertTrue(written(step).contains("running/mean"));
        Set<String> evaluating = written(blueprint.evaluation(8, false).graph());
        assertTrue(evaluating.contains("evaluation/loss/total") && evaluating.contains("evaluation/accuracy/count"));
        assertTrue(evaluating.stream().allMatch(path -> path.startsWith("evaluation/")), evaluating.toString());
        assertEquals(List.of(), graphs(MERGED).prediction(Mode.INFERENCE, Layout.none()).commits());
        assertEquals(List.of("loss", "accuracy"), List.copyOf(blueprint.results("training", path -> true).outputs().keySet()));
    }

    @Test
    void frozenLayersAreNotTrained() {
        Graph step = blueprint("{'linear': {'units': 4, 'trainable': false}}, {'linear': {'units': 3}}, {'soft': {}}", REST)
                .step(ROWS, ROWS, false).graph();
        assertTrue(written(step).stream().noneMatch(path -> path.startsWith("linear/")), written(step).toString());
        assertTrue(reads(step).contains("linear/kernel"));
    }

    @Test
    void aLosssOwnParametersGetTheirFirstValues() {
        Blueprint blueprint = blueprint("{'linear': {'units': 2}}", REST.replace("cross_entropy", "centers")
                .replace("'metrics': ['accuracy'], ", ""));
        try (Store store = new Store(backend, Precision.FLOAT64, null)) {
            blueprint.step(ROWS, ROWS, false).allocate(store);
            Initialization.run(blueprint.initialization(), path -> true, backend, store, new Schedules(new Clock(1, 1),
                    new TechniqueFactory(Toys.techniques()), model("{'linear': {'units': 2}}", REST)), 1);
            assertArrayEquals(new double[] {3, 3}, store.read("loss/center"));
        }
    }

    private Map<String, double[]> train(String network) {
        try (TrainingRun run = Toys.run(model(network, REST), backend, ROWS, 8)) {
            run.trainer(false).train(TrainingListener.NONE, new Alone());
            Map<String, double[]> tensors = new TreeMap<>();
            run.store().tensors().forEach(variable -> tensors.put(variable.path(), run.store().read(variable.path())));
            return tensors;
        }
    }

    private static InferenceGraphs graphs(String network) {
        return new InferenceGraphs(model(network, REST).networkSpec(), new TechniqueFactory(Toys.techniques()),
                Toys.signature().inputs(), Precision.FLOAT64);
    }

    private static Blueprint blueprint(String network, String rest) {
        return new Blueprint(model(network, rest), new TechniqueFactory(Toys.techniques()),
                Toys.signature(), Precision.FLOAT64);
    }

    private static ModelSpec model(String network, String rest) {
        return Toys.model("", network, rest);
    }

    private static Set<String> packed(Graph graph) {
        return reads(graph).stream().filter(path -> path.startsWith("packed/")).collect(Collectors.toSet());
    }

    private static Set<String> reads(Graph graph) {
        return graph.variables().stream().map(Variable::path).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> written(Graph graph) {
        return graph.commits().stream().map(commit -> commit.variable().path()).collect(Collectors.toCollection(TreeSet::new));
    }
}
