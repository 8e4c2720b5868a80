package org.fascicle.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;

/** Inputs and outputs that a model file names, and what belongs to each output. */
class PortsReaderTest {
    private static final String INPUTS = "'inputs': { 'wide': [ 2 ], 'deep': [ 3, 4 ] }";
    private static final String NETWORK = "'network': [ { 'dense': { 'name': 'a', 'units': 2, 'inputs': [ 'deep', 'wide' ] } }, "
            + "{ 'dense': { 'name': 'b', 'units': 3 } }, { 'flatten': { 'inputs': 'a' } } ]";
    private static final String OUTPUTS = "'outputs': [ 'b', 'a' ]";
    private static final String LOSS = "'loss': { 'a': 'mean_squared_error', 'b': 'mean_squared_error' }";

    private final ModelReader reader = new ModelReader(Samples.techniques());

    @Test
    void inputsHaveShapesAndLayersNameThem() {
        NetworkSpec network = reader.readNetwork(ModelText.of(json(INPUTS, NETWORK), "m.json"));
        assertEquals(List.of("wide", "deep"), List.copyOf(network.inputs().keySet()));
        assertEquals(Shape.of(3, 4), network.inputs().get("deep"));
        assertEquals(List.of(List.of("deep", "wide"), List.of("a"), List.of("a")),
                network.layers().stream().map(LayerSpec::inputs).collect(Collectors.toList()));
        assertEquals(List.of(), network.outputs());
        NetworkSpec plain = reader.readNetwork(ModelText.of(json(INPUTS, "'network': [ 'flatten' ]"), "m.json"));
        assertEquals(List.of("wide"), plain.layers().get(0).inputs(), "the first input unless the layer says otherwise");
        assertEquals(Shape.scalar(),
                reader.readNetwork(ModelText.of(json("'inputs': { 'input': [] }", "'network': [ 'flatten' ]"), "m")).inputs()
                        .get("input"));
    }

    @Test
    void eachOutputHasItsLossWeightAndMetrics() {
        ModelSpec model = model(INPUTS, NETWORK, OUTPUTS, LOSS, "'loss_weights': { 'a': 0.25 }",
                "'metrics': { 'a': [ 'accuracy', 'spread', 'accuracy' ] }");
        assertEquals(List.of("b", "a"), model.outputs().stream().map(OutputSpec::name).collect(Collectors.toList()));
        OutputSpec b = model.outputs().get(0);
        OutputSpec a = model.outputs().get(1);
        assertEquals(1, b.weight());
        assertEquals(0.25, a.weight());
        assertEquals(List.of(), b.metricNames());
        assertEquals(List.of("a_accuracy", "a_spread", "a_accuracy_1"), a.metricNames());
        assertEquals("b_loss", b.reported("loss"));
        assertEquals("/loss/a", a.loss().pointer());
        assertEquals("/metrics/a/1", a.metrics().get(1).pointer());
        ModelSpec again = reader.read(ModelText.of(model.text().json(), "m.json"));
        assertEquals(model.outputs(), again.outputs());
        assertEquals(model.networkSpec(), again.networkSpec());
    }

    @Test
    void aSingleNamedOutputIsReportedByItsName() {
        ModelSpec model = model(INPUTS, NETWORK, "'outputs': [ 'a' ]", "'loss': { 'a': 'mean_squared_error' }",
                "'metrics': { 'a': [ 'accuracy' ] }");
        assertEquals(List.of("a_accuracy"), model.outputs().get(0).metricNames());
    }

    @Test
    void inputsThatCannotBeUsed() {
        String shapes = "must be an object of shapes by input, such as { \"input\": [28, 28] }, not ";
        refused("/inputs: " + shapes + "a list", "'inputs': [ 28 ]", NETWORK);
        refused("/inputs: " + shapes + "{}", "'inputs': {}", NETWORK);
        refused("/inputs/wide: must be the shape of one row, a list of whole numbers such as [28, 28], not 2",
                "'inputs': { 'wide': 2 }",
                NETWORK);
        refused("/inputs/wide/1: must be a whole number of at least 1, not 0", "'inputs': { 'wide': [ 2, 0 ] }", NETWORK);
        refused("/inputs/wide/0: must be a whole number of at least 1, not 2.5", "'inputs': { 'wide': [ 2.5 ] }", NETWORK);
        refused("/inputs/wide/0: must be a whole number of at least 1, not null", "'inputs': { 'wide': [ null ] }", NETWORK);
        String name =
                " cannot be an input's name. A name begins with a letter or _, and has letters, digits, '_', '-' and '.' only";
        refused("/inputs/2d: \"2d\"" + name, "'inputs': { '2d': [ 2 ] }", NETWORK);
        refused("/inputs/a~1b: \"a/b\"" + name, "'inputs': { 'a/b': [ 2 ] }", NETWORK);
        refused("/inputs/optimizer: \"optimizer\"" + name, "'inputs': { 'optimizer': [ 2 ] }", NETWORK);
        refused("/network/0/dense/inputs/0: no earlier layer is called \"deep\". There are: wide", "'inputs': { 'wide': [ 2 ] }",
                NETWORK);
        refused("/network/0/dense/name: \"a\" means an input of the network and cannot be a layer's name",
                "'inputs': { 'a': [ 2 ] }",
                NETWORK);
    }

    @Test
    void outputsThatCannotBeUsed() {
        refused("/outputs: must be a list of layers by name, not \"a\"", INPUTS, NETWORK, "'outputs': 'a'");
        refused("/outputs: must be a list of layers by name, not []", INPUTS, NETWORK, "'outputs': []");
        refused("/outputs/1: must be a layer's name, not 3", INPUTS, NETWORK, "'outputs': [ 'a', 3 ]");
        refused("/outputs/0: no layer is called \"flaten\". Did you mean 'flatten'?", INPUTS, NETWORK, "'outputs': [ 'flaten' ]");
        refused("/outputs/0: no layer is called \"wide\". There are: a, b, flatten", INPUTS, NETWORK, "'outputs': [ 'wide' ]");
        refused("/outputs/2: the output \"a\" is there twice. Remove one of them", INPUTS, NETWORK,
                "'outputs': [ 'a', 'b', 'a' ]");
    }

    @Test
    void whatIsNotGivenByOutputIsRefused() {
        String object = "must be an object by output, because the file names its outputs: b, a, not ";
        refused("/loss: " + object + "\"mean_squared_error\"", INPUTS, NETWORK, OUTPUTS, "'loss': 'mean_squared_error'");
        refused("/loss: the output 'b' is missing. Each output needs a loss", INPUTS, NETWORK, OUTPUTS,
                "'loss': { 'a': 'mean_squared_error' }");
        refused("/loss/third: unknown output 'third'. Known: b, a", INPUTS, NETWORK, OUTPUTS,
                "'loss': { 'a': 'mean_squared_error', 'b': 'mean_squared_error', 'third': 'mean_squared_error' }");
        refused("/metrics: " + object + "a list", INPUTS, NETWORK, OUTPUTS, LOSS, "'metrics': [ 'accuracy' ]");
        refused("/metrics/a: must be a list, not \"accuracy\"", INPUTS, NETWORK, OUTPUTS, LOSS, "'metrics': { 'a': 'accuracy' }");
        refused("/loss_weights: " + object + "2", INPUTS, NETWORK, OUTPUTS, LOSS, "'loss_weights': 2");
        refused("/loss_weights/a: must be a number of at least 0, not -0.5", INPUTS, NETWORK, OUTPUTS, LOSS,
                "'loss_weights': { 'a': -0.5 }");
        refused("/loss_weights/a: must be a number of at least 0, not \"1\". Write it without the quotes", INPUTS, NETWORK,
                OUTPUTS, LOSS,
                "'loss_weights': { 'a': '1' }");
        refused("/loss_weights/third: unknown output 'third'. Known: b, a", INPUTS, NETWORK, OUTPUTS, LOSS,
                "'loss_weights': { 'third': 1 }");
        refused("/loss_weights: there is one output only, so its loss has no weight. Remove it, or name several \"outputs\"",
                INPUTS,
                NETWORK, "'loss': 'mean_squared_error'", "'loss_weights': { 'a': 1 }");
    }

    private ModelSpec model(String... keys) {
        return reader.read(ModelText.of(json(keys), "m.json"));
    }

    private void refused(String message, String... keys) {
        assertEquals("m.json: at " + message, assertThrows(InputException.class, () -> model(keys)).getMessage());
    }

    private static String json(String... keys) {
        return ("{ 'fascicle': 1, " + String.join(", ", keys) + ", 'optimizer': 'nesterov' }").replace('\'', '"');
    }
}
