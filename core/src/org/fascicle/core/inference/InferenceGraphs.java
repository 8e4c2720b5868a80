package org.fascicle.core.inference;

import static org.fascicle.api.expr.Expressions.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Examples;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.model.Summary;
import org.fascicle.compiler.lowering.FixedScalars;
import org.fascicle.compiler.lowering.Lowering;
import org.fascicle.compiler.rewrite.MixedPrecision;
import org.fascicle.compiler.rewrite.Rewriter;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.core.model.NetworkSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.program.Layout;
import org.fascicle.core.program.TensorSpec;
import org.fascicle.core.trace.NetworkTrace;

/**
 * The graphs of a network alone, which need nothing but its layers and activations: each method traces the specification anew and
 * keeps nothing of the techniques. Safe for any thread.
 */
public final class InferenceGraphs {
    /** The features of one batch, of an input without a name of its own. */
    public static final String BATCH = "batch";

    private final NetworkSpec network;
    private final TechniqueFactory factory;
    private final Map<String, Shape> inputs;
    private final boolean mixed;

    /**
     * The graphs of a network.
     *
     * @param inputs the shape of one row of each input, by name, in order
     * @param precision in bfloat16, products of first values are not rounded, all others are
     */
    public InferenceGraphs(NetworkSpec network, TechniqueFactory factory, Map<String, Shape> inputs, Precision precision) {
        this.network = network;
        this.factory = factory;
        this.inputs = inputs;
        this.mixed = precision == Precision.BFLOAT16;
    }

    /** The name of a graph's input with the features of one batch. */
    public static String batch(String input) {
        return input.equals(Examples.INPUT) ? BATCH : BATCH + "/" + input;
    }

    /** The expressions of a batch's features, by the network's names for its inputs. */
    public static Map<String, Expr> batch(Map<String, Shape> inputs) {
        Map<String, Expr> batch = new LinkedHashMap<>();
        inputs.forEach((name, shape) -> batch.put(name, input(batch(name), Type.REAL, shape.prepend(Shape.ROWS))));
        return batch;
    }

    /** The shape of one row of each input, by name, in order. */
    public Map<String, Shape> inputs() {
        return inputs;
    }

    /** The layers, and the shapes of the outputs without their rows. */
    public Outline outline() {
        List<Summary.Line> lines = new ArrayList<>();
        Map<String, Shape> outputs = new LinkedHashMap<>();
        NetworkTrace traced = trace(Mode.INFERENCE, false);
        traced.outputs(batch(inputs), lines)
                .forEach((name, output) -> outputs.put(name, output.shape().withoutFirst()));
        return new Outline(Summary.of(lines), outputs, traced.indices());
    }

    /** The first values of all parameters, and of states that are drawn, as outputs by path. */
    public Graph initialization() {
        NetworkTrace traced = trace(Mode.INFERENCE, true);
        traced.outputs(batch(inputs), null);
        Map<String, Expr> first = traced.trace().firstValues();
        return lower(traced.trace(), first, Layout.none(), false);
    }

    /** The parameters and states that the layers keep, those for training alone included. */
    public List<TensorSpec> tensors() {
        NetworkTrace traced = trace(Mode.TRAINING, false);
        traced.outputs(batch(inputs), null);
        return TensorSpec.of(traced.trace());
    }

    /** The outputs of one batch. */
    public Graph prediction(Mode mode, Layout layout) {
        NetworkTrace traced = trace(mode, false);
        return lower(traced.trace(), traced.outputs(batch(inputs), null), layout, mixed);
    }

    /**
     * The outputs of one batch, in full precision, with numbers of schedules in the place of the schedules.
     *
     * @param schedules give what numbers that are scheduled are at this moment
     */
    public Graph prediction(ToDoubleFunction<String> schedules) {
        NetworkTrace traced = trace(Mode.INFERENCE, false);
        Map<String, Expr> outputs = traced.outputs(batch(inputs), null);
        List<Expr> fixed = FixedScalars.apply(new ArrayList<>(outputs.values()), schedules, traced.trace().provenance());
        Map<String, Expr> named = new LinkedHashMap<>();
        for (String name : outputs.keySet()) {
            named.put(name, fixed.get(named.size()));
        }
        return lower(traced.trace(), named, Layout.none(), false);
    }

    private NetworkTrace trace(Mode mode, boolean initializing) {
        return new NetworkTrace(network, initializing ? factory : factory.predicting(), new Trace(mode, initializing));
    }

    private static Graph lower(Trace trace, Map<String, Expr> outputs, Layout layout, boolean rounded) {
        List<Expr> simple = Rewriter.rewrite(
                layout.substitute(new ArrayList<>(outputs.values()), trace.provenance()), trace.provenance());
        if (rounded) {
            simple = MixedPrecision.apply(simple, trace.provenance());
        }
        Lowering lowering = new Lowering(trace.provenance());
        int at = 0;
        for (String name : outputs.keySet()) {
            lowering.output(name, simple.get(at++));
        }
        return lowering.build();
    }
}
