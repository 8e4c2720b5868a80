package org.fascicle.core.training;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.gather;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.rows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.model.Summary;
import org.fascicle.api.scope.State;
import org.fascicle.compiler.lowering.Lowering;
import org.fascicle.compiler.rewrite.MixedPrecision;
import org.fascicle.compiler.rewrite.Rewriter;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.compiler.trace.Parameter;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TraceScope;
import org.fascicle.compiler.trace.TracedState;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.trace.NetworkTrace;

/**
 * The graphs of one model: each method traces the specification anew and keeps nothing of the techniques. The names of inputs and
 * outputs stand in the constants.
 */
public final class Blueprint {
    /** All features of the training data, resident. */
    static final String FEATURES = "features";
    /** All targets of the training data, resident. */
    static final String TARGETS = "targets";
    /** Which rows make up the batch. */
    static final String INDICES = "indices";
    /** The features of one batch. */
    static final String BATCH = "batch";
    /** The targets of one batch. */
    static final String BATCH_TARGETS = "batch_targets";
    /** The output of the network. */
    static final String OUTPUT = "output";
    /** The name of the loss among metrics, and of its folder. */
    static final String LOSS = "loss";
    /** The folder of the metrics' states in training. */
    static final String TRAINING = "training";
    /** The folder of the metrics' states in evaluation. */
    static final String EVALUATION = "evaluation";

    private final ModelSpec model;
    private final TechniqueFactory factory;
    private final Signature signature;
    private final boolean mixed;
    private Layout layout = Layout.none();

    /** The graphs of a model with a signature; in bfloat16, products of first values are not rounded, all others are. */
    public Blueprint(ModelSpec model, TechniqueFactory factory, Signature signature, Precision precision) {
        this.model = model;
        this.factory = factory;
        this.signature = signature;
        this.mixed = precision == Precision.BFLOAT16;
    }

    /** The layers, and the shape of the output without its rows. */
    public Outline outline() {
        NetworkTrace network = trace(Mode.INFERENCE, false);
        List<Summary.Line> lines = new ArrayList<>();
        Expr output = network.output(batch(), lines);
        return new Outline(Summary.of(lines), output.shape().withoutFirst());
    }

    /** The first values of all parameters, as outputs by path. */
    public Graph initialization() {
        NetworkTrace network = trace(Mode.INFERENCE, true);
        Expr batch = batch();
        network.loss(network.output(batch, null), target(batch));
        Map<String, Expr> first = new LinkedHashMap<>();
        network.trace().parameters().forEach(parameter -> first.put(parameter.path(), parameter.initial()));
        return lower(network.trace(), first, List.of());
    }

    /**
     * One training step, with the tensors that it needs beside the parameters. The layout found here holds for all graphs made
     * afterwards.
     *
     * @param dataRows the number of resident rows
     */
    public Step step(int dataRows) {
        NetworkTrace network = trace(Mode.TRAINING, false);
        Trace trace = network.trace();
        Expr indices = input(INDICES, Type.INT32, Shape.batch());
        Expr features = gather(input(FEATURES, Type.REAL, signature.features(dataRows)), indices, 0);
        Expr target = model.data().target() != null
                ? features : gather(input(TARGETS, signature.targetType(), signature.target(dataRows)), indices, 0);
        Expr output = network.output(features, null);
        Expr loss = network.loss(output, target);
        accumulate(trace, TRAINING, loss);
        network.updateMetrics(TRAINING, output, target);
        Updates updates = new Updates(model, factory, trace, loss);
        layout = updates.layout();
        List<Expr> roots = new ArrayList<>();
        updates.commits().forEach(commit -> roots.add(commit.value()));
        roots.add(updates.loss());
        List<Expr> placed = precise(roots, trace);
        Lowering lowering = new Lowering(trace.provenance());
        int at = 0;
        for (Assignment commit : updates.commits()) {
            lowering.commit(commit.variable(), placed.get(at++), true);
        }
        // NaN compares false, so that it is refused as well as the infinities.
        lowering.guard(trace.attribute(constant(Double.POSITIVE_INFINITY).gt(abs(placed.get(at))), LOSS));
        return new Step(lowering.build(), layout, tensors(trace), updates.parameters(), trace.origins());
    }

    /** Loss and metrics of one batch, added to the states of the folder {@link #EVALUATION}, which are its tensors. */
    public Step evaluation() {
        NetworkTrace network = trace(Mode.INFERENCE, false);
        Expr batch = batch();
        Expr output = network.output(batch, null);
        Expr target = target(batch);
        accumulate(network.trace(), EVALUATION, network.loss(output, target));
        network.updateMetrics(EVALUATION, output, target);
        List<TracedState> changed = new ArrayList<>();
        network.trace().states().stream().filter(state -> state.next() != null).forEach(changed::add);
        List<TensorSpec> states = new ArrayList<>();
        changed.forEach(state -> states.add(new TensorSpec(state.variable(), state.initial(), false)));
        return new Step(lower(network.trace(), Map.of(), changed), layout, states, List.of(), network.trace().origins());
    }

    /** The output of one batch. */
    public Graph prediction(Mode mode) {
        NetworkTrace network = trace(mode, false);
        return lower(network.trace(), Map.of(OUTPUT, network.output(batch(), null)), List.of());
    }

    /** Loss and metrics from the states of a folder, as outputs by name. */
    public Graph results(String folder) {
        NetworkTrace network = trace(Mode.INFERENCE, false);
        Map<String, Expr> results = new LinkedHashMap<>();
        TraceScope scope = new TraceScope(network.trace(), folder + "/" + LOSS, true);
        results.put(LOSS, scope.state("total", Shape.scalar(), 0).value()
                .div(scope.state("count", Shape.scalar(), 0).value()));
        results.putAll(network.metricResults(folder, network.output(batch(), null).shape()));
        return lower(network.trace(), results, List.of());
    }

    private List<Expr> precise(List<Expr> roots, Trace trace) {
        return mixed ? MixedPrecision.apply(roots, trace.provenance()) : roots;
    }

    private NetworkTrace trace(Mode mode, boolean initializing) {
        return new NetworkTrace(model, factory, new Trace(mode, initializing));
    }

    private Expr batch() {
        return input(BATCH, Type.REAL, signature.features().prepend(Shape.ROWS));
    }

    private Expr target(Expr batch) {
        return model.data().target() != null
                ? batch : input(BATCH_TARGETS, signature.targetType(), signature.target().prepend(Shape.ROWS));
    }

    private static void accumulate(Trace trace, String folder, Expr loss) {
        TraceScope scope = new TraceScope(trace, folder + "/" + LOSS, true);
        State total = scope.state("total", Shape.scalar(), 0);
        State count = scope.state("count", Shape.scalar(), 0);
        trace.origins().alias(scope.path(), LOSS);
        total.set(total.value().add(loss.mul(rows())));
        count.set(count.value().add(rows()));
    }

    private Graph lower(Trace trace, Map<String, Expr> outputs, List<TracedState> changed) {
        List<Expr> roots = new ArrayList<>(outputs.values());
        changed.forEach(state -> roots.add(state.next()));
        List<Expr> simple = Rewriter.rewrite(layout.substitute(roots, trace.provenance()), trace.provenance());
        if (!trace.isInitializing()) {
            simple = precise(simple, trace);
        }
        Lowering lowering = new Lowering(trace.provenance());
        int at = 0;
        for (String name : outputs.keySet()) {
            lowering.output(name, simple.get(at++));
        }
        for (TracedState state : changed) {
            lowering.commit(state.variable(), simple.get(at++), false);
        }
        return lowering.build();
    }

    private static List<TensorSpec> tensors(Trace trace) {
        List<TensorSpec> tensors = new ArrayList<>();
        for (Parameter parameter : trace.parameters()) {
            tensors.add(new TensorSpec(parameter.variable(), 0, parameter.isTrainable()));
        }
        for (TracedState state : trace.states()) {
            tensors.add(new TensorSpec(state.variable(), state.initial(), false));
        }
        return tensors;
    }
}
