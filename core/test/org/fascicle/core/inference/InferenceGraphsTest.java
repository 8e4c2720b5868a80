package org.fascicle.core.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.model.Summary;
import org.fascicle.api.problem.InputException;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.program.Layout;
import org.fascicle.core.program.Program;
import org.fascicle.core.training.Toys;
import org.junit.jupiter.api.Test;

class InferenceGraphsTest {
    private static final String LAYERS =
            "{'linear': {'units': 4}}, {'noise': {}}, {'running': {}}, {'linear': {'units': 3}}, {'soft': {}}";

    @Test
    void outlineCountsParametersAndStates() {
        Outline outline = graphs(LAYERS).outline();
        assertEquals(Map.of("output", Shape.of(3)), outline.outputs());
        List<String> lines = outline.summary().lines().stream().map(line -> line.name() + " " + line.output() + " "
                + line.trainable() + " " + line.nonTrainable()).collect(Collectors.toList());
        assertEquals(List.of("linear [rows, 4] 16 0", "noise [rows, 4] 0 0", "running [rows, 4] 0 4", "linear_1 [rows, 3] 15 0",
                "soft [rows, 3] 0 0"), lines);
        assertEquals(List.of(List.of("input"), List.of("linear"), List.of("noise"), List.of("running"), List.of("linear_1")),
                outline.summary().lines().stream().map(Summary.Line::inputs).collect(Collectors.toList()));
    }

    @Test
    void tensorsAreParametersAndStatesAlone() {
        assertEquals(Set.of("linear/kernel", "linear/bias", "running/mean", "linear_1/kernel", "linear_1/bias"),
                graphs(LAYERS).tensors().stream().map(tensor -> tensor.variable().path()).collect(Collectors.toSet()));
    }

    @Test
    void predictionTakesBatchesAndWritesNothing() {
        Graph graph = graphs(LAYERS).prediction(Mode.INFERENCE, Layout.none());
        assertEquals(Set.of(InferenceGraphs.BATCH), graph.inputs().keySet());
        assertEquals(List.of("output"), List.copyOf(graph.outputs().keySet()));
        assertEquals(List.of(), graph.commits());
    }

    @Test
    void aGraphThatNoMemoryHoldsIsRefusedWithItsLayer() {
        Graph graph = graphs(LAYERS.replace("4}", "2000000000}")).prediction(Mode.INFERENCE, Layout.none());
        String problem = assertThrows(InputException.class, () -> Program.requireMemory(graph, 256)).problem();
        assertTrue(problem.contains("linear"), problem);
    }

    private static InferenceGraphs graphs(String network) {
        return new InferenceGraphs(Toys.model("", network, "'loss': 'squares', 'optimizer': 'descent'").networkSpec(),
                new TechniqueFactory(Toys.techniques()), Toys.signature().inputs(), Precision.FLOAT64);
    }
}
