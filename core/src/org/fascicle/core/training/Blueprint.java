package org.fascicle.core.training;

import static org.fascicle.api.expr.Expressions.abs;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.gather;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.rows;
import static org.fascicle.api.expr.Expressions.scalar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Examples;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.scope.State;
import org.fascicle.compiler.lowering.Lowering;
import org.fascicle.compiler.rewrite.MixedPrecision;
import org.fascicle.compiler.rewrite.Rewriter;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TraceScope;
import org.fascicle.compiler.trace.TracedState;
import org.fascicle.core.data.Signature;
import org.fascicle.core.inference.InferenceGraphs;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.OutputSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.fascicle.core.program.Layout;
import org.fascicle.core.program.TensorSpec;
import org.fascicle.core.trace.NetworkTrace;
import org.fascicle.core.update.Assignment;
import org.fascicle.core.update.Updates;
import org.fascicle.core.watch.HealthGraph;
import org.fascicle.core.watch.HealthTrace;
import org.jspecify.annotations.Nullable;

/**
 * The graphs that train and judge a model: each method traces the specification anew and keeps nothing of the techniques. The names
 * of inputs stand in the constants.
 */
public final class Blueprint {
    /** All features of the training data, resident. */
    static final String FEATURES = "features";
    /** All targets of the training data, resident. */
    static final String TARGETS = "targets";
    /** All weights of the training data's rows, resident. */
    static final String WEIGHTS = "weights";
    /** All rows' numbers, resident, in the order of the epoch. */
    static final String ORDER = "order";
    /** Up to here float32 has every whole number. */
    private static final int EXACT = 1 << 24;
    /** The host's scalar that counts the steps of the epoch, from 0. Below 2^24, it is exact in float32. */
    static final String TURN = "turn";
    /** The targets of one batch. */
    static final String BATCH_TARGETS = "batch_targets";
    /** The weights of one batch. */
    static final String BATCH_WEIGHTS = "batch_weights";
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
    private Layout layout;

    /** The graphs of a model with a signature; in bfloat16, products of first values are not rounded, all others are. */
    public Blueprint(ModelSpec model, TechniqueFactory factory, Signature signature, Precision precision) {
        this(model, factory, signature, precision, Layout.none());
    }

    /** The graphs of a model whose tensors lie as a layout says. */
    public Blueprint(ModelSpec model, TechniqueFactory factory, Signature signature, Precision precision, Layout layout) {
        this.model = model;
        this.factory = factory;
        this.signature = signature;
        this.mixed = precision == Precision.BFLOAT16;
        this.layout = layout;
    }

    /** How tensors lie packed: what {@link #step} found. */
    public Layout layout() {
        return layout;
    }

    /** What goes in, and what it is compared with. */
    public Signature signature() {
        return signature;
    }

    /** The seed of first values. */
    long seed() {
        return model.training().seed();
    }

    /** The first values of all parameters, and of states that are drawn, those of losses included, as outputs by path. */
    public Graph initialization() {
        NetworkTrace network = trace(Mode.INFERENCE, true, 1);
        Map<String, Expr> batch = InferenceGraphs.batch(signature.inputs());
        losses(network, network.outputs(batch, null), targets(batch), null);
        Map<String, Expr> first = network.trace().firstValues();
        return lower(network.trace(), first, List.of());
    }

    /**
     * One training step, with the tensors that it needs beside the parameters. The layout found here holds for all graphs made
     * afterwards.
     *
     * @param dataRows the number of resident rows; 0 if each batch is brought
     * @param batch the rows of each step but an epoch's last
     * @param weighted whether rows have weights
     */
    public Step step(int dataRows, int batch, boolean weighted) {
        TracedStep traced = traced(dataRows, batch, weighted);
        Trace trace = traced.network.trace();
        Updates updates = traced.updates;
        layout = new Layout(updates.merged().packed(), updates.merged().readings());
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
        Graph ending = updates.endings().isEmpty() ? null : lower(trace, updates.endings(), List.of());
        return new Step(lowering.build(), ending, layout, TensorSpec.of(trace), updates.parameters(), trace.origins());
    }

    /**
     * What watches measure of a training step; to be asked for after {@link #step}, with the same numbers.
     *
     * @param watches all installed
     */
    HealthGraph health(int dataRows, int batch, boolean weighted, List<TechniqueSpec> watches) {
        TracedStep traced = traced(dataRows, batch, weighted);
        HealthTrace health = HealthTrace.of(traced.network, factory, watches, traced.loss, traced.updates);
        return new HealthGraph(lower(traced.network.trace(), health.measured(), List.of()), health.outputs());
    }

    private TracedStep traced(int dataRows, int batch, boolean weighted) {
        NetworkTrace network = trace(Mode.TRAINING, false, batch);
        Trace trace = network.trace();
        boolean resident = dataRows > 0;
        Expr indices = resident ? indices(dataRows, batch) : null;
        Map<String, Expr> features = indices != null ? gathered(dataRows, indices) : InferenceGraphs.batch(signature.inputs());
        List<Expr> targets = indices != null ? gatheredTargets(dataRows, indices, features) : targets(features);
        Expr weights = !weighted ? null : indices != null
                ? gather(input(WEIGHTS, Type.REAL, Shape.of(dataRows)), indices, 0)
                : input(BATCH_WEIGHTS, Type.REAL, Shape.batch());
        Map<String, Expr> outputs = network.outputs(features, null);
        List<Expr> losses = losses(network, outputs, targets, weights);
        Expr loss = network.total(model.outputs(), losses);
        accumulate(trace, TRAINING, loss, losses);
        forEach((i, output) -> network.updateMetrics(TRAINING, output, of(output, outputs), targets.get(i), weights));
        return new TracedStep(network, loss, Updates.of(model, factory, trace, loss));
    }

    /** One training step as its techniques have given it. */
    private static final class TracedStep {
        private final NetworkTrace network;
        private final Expr loss;
        private final Updates updates;

        TracedStep(NetworkTrace network, Expr loss, Updates updates) {
            this.network = network;
            this.loss = loss;
            this.updates = updates;
        }
    }

    /**
     * Loss and metrics of one batch, added to the states of the folder {@link #EVALUATION}.
     *
     * @param batch the greatest number of rows
     * @param weighted whether rows have weights
     */
    public Step evaluation(int batch, boolean weighted) {
        NetworkTrace network = trace(Mode.INFERENCE, false, batch);
        Map<String, Expr> rows = InferenceGraphs.batch(signature.inputs());
        Map<String, Expr> outputs = network.outputs(rows, null);
        List<Expr> targets = targets(rows);
        Expr weights = weighted ? input(BATCH_WEIGHTS, Type.REAL, Shape.batch()) : null;
        List<Expr> losses = losses(network, outputs, targets, weights);
        accumulate(network.trace(), EVALUATION, network.total(model.outputs(), losses), losses);
        forEach((i, output) -> network.updateMetrics(EVALUATION, output, of(output, outputs), targets.get(i), weights));
        List<TracedState> changed = new ArrayList<>();
        network.trace().states().stream().filter(state -> state.next() != null).forEach(changed::add);
        return new Step(lower(network.trace(), Map.of(), changed), null, layout, TensorSpec.of(network.trace()), List.of(),
                network.trace().origins());
    }

    /**
     * Loss and metrics from the states of a folder, as outputs by name.
     *
     * @param kept whether there is a state of a path: an update declared it
     */
    public Graph results(String folder, Predicate<String> kept) {
        NetworkTrace network = trace(Mode.INFERENCE, false, 1);
        Map<String, Expr> results = new LinkedHashMap<>();
        for (String name : lossNames()) {
            TraceScope scope = new TraceScope(network.trace(), folder + "/" + name, true);
            results.put(name, scope.state("total", Shape.scalar(), 0).value()
                    .div(scope.state("count", Shape.scalar(), 0).value()));
        }
        Map<String, Expr> outputs = network.outputs(InferenceGraphs.batch(signature.inputs()), null);
        for (OutputSpec output : model.outputs()) {
            results.putAll(network.metricResults(folder, output, of(output, outputs).shape(), kept));
        }
        return lower(network.trace(), results, List.of());
    }

    /** The name of a graph's input with the targets of an output. */
    static String targets(OutputSpec output, String prefix) {
        return output.isNamed() ? prefix + "/" + output.name() : prefix;
    }

    /** The name of a graph's input with all features of a network's input. */
    static String features(String input) {
        return input.equals(Examples.INPUT) ? FEATURES : FEATURES + "/" + input;
    }

    private List<String> lossNames() {
        List<String> names = new ArrayList<>(List.of(LOSS));
        if (model.outputs().size() > 1) {
            model.outputs().forEach(output -> names.add(output.reported(LOSS)));
        }
        return names;
    }

    private List<Expr> losses(NetworkTrace network, Map<String, Expr> outputs, List<Expr> targets,
            @Nullable Expr weights) {
        List<Expr> losses = new ArrayList<>();
        forEach((i, output) -> losses.add(network.loss(output, of(output, outputs), targets.get(i), weights)));
        return losses;
    }

    private static Expr of(OutputSpec output, Map<String, Expr> outputs) {
        return Objects.requireNonNull(outputs.get(output.name()), output.name());
    }

    private void forEach(BiConsumer<Integer, OutputSpec> action) {
        for (int i = 0; i < model.outputs().size(); i++) {
            action.accept(i, model.outputs().get(i));
        }
    }

    private List<Expr> precise(List<Expr> roots, Trace trace) {
        return mixed ? MixedPrecision.apply(roots, trace.provenance()) : roots;
    }

    private NetworkTrace trace(Mode mode, boolean initializing, int mostRows) {
        return new NetworkTrace(model.networkSpec(), factory, new Trace(mode, initializing).rows(mostRows));
    }

    /** Which rows make up the batch: those whose turn it is in the order of the epoch. */
    private static Expr indices(int dataRows, int batch) {
        Expr number = iota(Shape.batch(), 0);
        // In reals the host computes where a batch begins, and one kernel is left; but float32 counts only so far.
        Expr places = dataRows <= EXACT
                ? number.cast(Type.REAL).add(scalar(TURN).mul(batch)).cast(Type.INT32)
                : number.add(scalar(TURN).cast(Type.INT32).mul(constant(batch, Type.INT32)));
        return gather(input(ORDER, Type.INT32, Shape.of(dataRows)), places, 0);
    }

    private Map<String, Expr> gathered(int dataRows, Expr indices) {
        Map<String, Expr> features = new LinkedHashMap<>();
        signature.inputs().forEach((name, shape) -> features.put(name,
                gather(input(features(name), Type.REAL, shape.prepend(dataRows)), indices, 0)));
        return features;
    }

    private List<Expr> gatheredTargets(int dataRows, Expr indices, Map<String, Expr> features) {
        if (signature.isReconstructing()) {
            return List.copyOf(features.values());
        }
        List<Expr> targets = new ArrayList<>();
        forEach((i, output) -> {
            Signature.Target target = signature.targets().get(i);
            targets.add(gather(input(targets(output, TARGETS), target.type(), target.shape().prepend(dataRows)), indices, 0));
        });
        return targets;
    }

    private List<Expr> targets(Map<String, Expr> batch) {
        if (signature.isReconstructing()) {
            return List.copyOf(batch.values());
        }
        List<Expr> targets = new ArrayList<>();
        forEach((i, output) -> {
            Signature.Target target = signature.targets().get(i);
            targets.add(input(targets(output, BATCH_TARGETS), target.type(), target.shape().prepend(Shape.ROWS)));
        });
        return targets;
    }

    private void accumulate(Trace trace, String folder, Expr loss, List<Expr> losses) {
        accumulate(trace, folder, LOSS, loss);
        if (losses.size() > 1) {
            forEach((i, output) -> accumulate(trace, folder, output.reported(LOSS), losses.get(i)));
        }
    }

    private static void accumulate(Trace trace, String folder, String name, Expr loss) {
        TraceScope scope = new TraceScope(trace, folder + "/" + name, true);
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
}
