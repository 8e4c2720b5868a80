package org.fascicle.core.trace;

import static org.fascicle.api.expr.Expressions.exp;
import static org.fascicle.api.expr.Expressions.mean;
import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.softmax;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.where;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.data.Examples;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.loss.Domain;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.model.Summary;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;
import org.fascicle.compiler.trace.OutputPrediction;
import org.fascicle.compiler.trace.Parameter;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TraceScope;
import org.fascicle.compiler.trace.TracedState;
import org.fascicle.core.model.GoneException;
import org.fascicle.core.model.LayerSpec;
import org.fascicle.core.model.NetworkSpec;
import org.fascicle.core.model.OutputSpec;
import org.fascicle.core.model.Reduction;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;
import org.jspecify.annotations.Nullable;

/**
 * Traces a specification: makes the records, asks them for expressions, and lets the records go. What a technique throws becomes
 * an {@link InputException} that says where the technique stands, with the message as text.
 */
public final class NetworkTrace {
    private static final String LOSS = "loss";

    private final NetworkSpec network;
    private final TechniqueFactory factory;
    private final Trace trace;
    private final Map<String, Integer> indices = new LinkedHashMap<>();
    private final List<Integer> constants = new ArrayList<>();
    private final Map<String, Expr> results = new LinkedHashMap<>();

    /**
     * A trace of a network.
     *
     * @param network the specification
     * @param factory makes its techniques
     * @param trace records what they declare
     */
    public NetworkTrace(NetworkSpec network, TechniqueFactory factory, Trace trace) {
        this.network = network;
        this.factory = factory;
        this.trace = trace;
    }

    /** What it records in. */
    public Trace trace() {
        return trace;
    }

    /**
     * The network's outputs, by name.
     *
     * @param inputs real {@code [rows, …]}, by the names that the network has for them
     * @param lines receives one line per layer, or null
     */
    public Map<String, Expr> outputs(Map<String, Expr> inputs, @Nullable List<Summary.Line> lines) {
        Map<String, Expr> values = new HashMap<>();
        inputs.forEach((name, input) -> values.put(name, trace.attribute(input, name)));
        Expr last = null;
        for (LayerSpec layer : network.layers()) {
            List<Expr> from = new ArrayList<>();
            layer.inputs().forEach(name -> from.add(known(name, values, layer.technique().pointer() + "/inputs")));
            long[] before = counts();
            trace.origins().place(layer.name(), layer.technique().name());
            last = guarded(layer.technique(), "layer '" + layer.name() + "'", () -> {
                Layer technique = (Layer) create(layer.technique());
                technique.indices().ifPresent(count -> from.forEach(each -> restrict(each, inputs, count)));
                return output(technique.apply(from, new TraceScope(trace, layer.name(), layer.trainable())));
            });
            trace.attribute(last, layer.name());
            if (last.op() == Primitives.SOFTMAX && last.shape().extent(-1) == 1) {
                constants.add(network.layers().indexOf(layer));
            }
            trace.results().pass(from, last);
            values.put(layer.name(), last);
            results.put(layer.name(), last);
            values.putAll(trace.results().named());
            if (lines != null) {
                lines.add(line(layer, last.shape(), before));
            }
        }
        Map<String, Expr> outputs = new LinkedHashMap<>();
        if (network.outputs().isEmpty()) {
            outputs.put(Examples.OUTPUT, last);
        }
        network.outputs().forEach(
                name -> outputs.put(name, known(name, values, "/outputs/" + network.outputs().indexOf(name))));
        return outputs;
    }

    /** What each layer that was traced gives, by its name, in the order of the network. */
    public Map<String, Expr> results() {
        return results;
    }

    /** A result by its name; which further results a layer has is known once it was traced. */
    private Expr known(String name, Map<String, Expr> values, String pointer) {
        Expr value = values.get(name);
        if (value == null) {
            Map<String, Expr> further = trace.results().named();
            String hint = Nearest.hint(name, further.keySet());
            throw new InputException(network.source(pointer), pointer, "no layer has a result \"" + name + "\"",
                    hint != null ? hint : further.isEmpty() ? "No layer has further results: write the layer's name alone"
                            : "There are: " + String.join(", ", further.keySet()));
        }
        return value;
    }

    private Summary.Line line(LayerSpec layer, Shape output, long[] before) {
        long[] after = counts();
        SortedMap<String, Shape> further = new TreeMap<>();
        trace.results().named().forEach((path, value) -> {
            if (path.startsWith(layer.name() + "/")) {
                further.put(path, value.shape());
            }
        });
        return Summary.Line.of(layer.name(), layer.technique().name(), output, after[0] - before[0], after[1] - before[1])
                .with(further).reading(layer.inputs());
    }

    /** How many different things the numbers of an input stand for, by its name, as the layers say that were traced. */
    public Map<String, Integer> indices() {
        return Map.copyOf(indices);
    }

    /** Which of the layers that were traced give a softmax of one unit, which is always 1. */
    public List<Integer> constants() {
        return List.copyOf(constants);
    }

    // An input comes to a layer as it is if nothing but its axes was changed on the way.
    private void restrict(Expr from, Map<String, Expr> inputs, int count) {
        Expr source = from;
        while (source.op() == Primitives.RESHAPE || source.op() == Primitives.TRANSPOSE) {
            source = source.operands().get(0);
        }
        for (Map.Entry<String, Expr> input : inputs.entrySet()) {
            if (input.getValue() == source) {
                indices.merge(input.getKey(), count, Math::min);
            }
        }
    }

    /**
     * The mean of an output's loss over the rows, without penalties: real, rank 0.
     *
     * @param value the output
     * @param target as the loss asks for it
     * @param weights of the rows, or null
     */
    public Expr loss(OutputSpec output, Expr value, Expr target, @Nullable Expr weights) {
        TechniqueSpec spec = output.loss();
        String place = place(output);
        trace.origins().place(place, spec.name());
        return trace.attribute(guarded(spec, LOSS, () -> {
            Loss loss = (Loss) create(spec);
            int asked = trace.results().asked(value);
            Expr rows = loss.loss(new OutputPrediction(value), target, new TraceScope(trace, place, true));
            if (rows.type() != Type.REAL || !rows.shape().equals(Shape.batch())) {
                throw new IllegalArgumentException("gave " + rows + " where one real number per row was expected");
            }
            requireMasked(value, asked);
            Expr mask = trace.results().mask(value);
            Expr steps = mask == null ? null : sum(mask.cast(Type.REAL), 1);
            double each = each(loss, value.shape()) / (mask == null ? 1 : mask.shape().extent(1));
            return reduced(output.reduction(), rows, weights, counts(loss.counted(target), steps), each);
        }), place);
    }

    /** How many numbers the loss of a row is the mean of: one for each place along the axes that the loss leaves. */
    private static double each(Loss loss, Shape shape) {
        return shape.rank() < 2 ? 1 : (double) shape.sizePerRow() / shape.extent(loss.axis());
    }

    /** Refuses to judge an output by one that has not asked which of its steps count, where it has a mask. */
    private void requireMasked(Expr judged, int asked) {
        if (trace.results().mask(judged) != null && trace.results().asked(judged) == asked) {
            throw new IllegalArgumentException("counts all steps of the output " + judged.shape() + ", some of which are masked");
        }
    }

    /** For how many each row counts: for its steps that are not masked, or for 0 or 1; null for 1 each. */
    private static @Nullable Expr counts(@Nullable Expr counted, @Nullable Expr steps) {
        Expr ones = counted == null ? null : counted.cast(Type.REAL);
        return ones == null ? steps : steps == null ? ones : ones.mul(steps);
    }

    // As in Keras: what does not count has no part in the mean, and a weight of 0 has, unless the mean is that of the weights.
    private static Expr reduced(Reduction reduction, Expr rows, @Nullable Expr weights, @Nullable Expr ones, double each) {
        Expr weighed = weights == null ? rows : rows.mul(weights);
        Expr kept = ones == null ? weighed : weighed.mul(ones);
        if (reduction == Reduction.SUM) {
            return each == 1 ? sum(kept) : sum(kept).mul(each);
        } else if (reduction == Reduction.MEAN_WITH_SAMPLE_WEIGHT && weights != null) {
            return share(sum(kept), sum(ones == null ? weights : weights.mul(ones)));
        }
        return ones == null ? mean(kept) : share(sum(kept), sum(ones));
    }

    private static Expr share(Expr part, Expr whole) {
        return where(whole.gt(0), part.div(whole), 0);
    }

    /** The sum of the outputs' losses, each with its weight, and of all penalties. */
    public Expr total(List<OutputSpec> outputs, List<Expr> losses) {
        List<Expr> parts = new ArrayList<>();
        for (int i = 0; i < losses.size(); i++) {
            parts.add(outputs.get(i).weight() == 1 ? losses.get(i) : losses.get(i).mul(outputs.get(i).weight()));
        }
        parts.addAll(trace.penalties());
        return trace.attribute(parts.stream().reduce(Expr::add).orElseThrow(), LOSS);
    }

    /** What an output's loss can judge. */
    public Domain domain(OutputSpec output) {
        return guarded(output.loss(), LOSS, () -> ((Loss) factory.create(output.loss())).domain());
    }

    /** What a metric can judge. */
    public Domain domain(TechniqueSpec metric) {
        return guarded(metric, "metric", () -> ((Metric) factory.create(metric)).domain());
    }

    /** What an output's loss compares predictions with. */
    public Loss.Target target(OutputSpec output) {
        return guarded(output.loss(), LOSS, () -> ((Loss) factory.create(output.loss())).target());
    }

    /**
     * Lets each metric of an output update its states. One that asks for probabilities gets them where the loss takes logits.
     *
     * @param folder under which the states lie
     * @param weights of the rows, or null
     */
    public void updateMetrics(String folder, OutputSpec output, Expr value, Expr target, @Nullable Expr weights) {
        Domain.Outputs given = output.metrics().isEmpty() ? Domain.Outputs.ANY : domain(output).outputs();
        List<String> names = output.metricNames();
        for (int i = 0; i < names.size(); i++) {
            String place = folder + "/" + names.get(i);
            TechniqueSpec spec = output.metrics().get(i);
            boolean weighs = weights != null && output.isWeighted(i);
            guarded(spec, "metric '" + names.get(i) + "'", () -> {
                Metric metric = (Metric) create(spec);
                trace.origins().place(place, spec.name());
                Expr judged = judged(value, given, metric.domain().outputs());
                trace.results().pass(value, judged);
                OutputPrediction prediction = new OutputPrediction(judged);
                TraceScope scope = new TraceScope(trace, place, true);
                int asked = trace.results().asked(judged);
                if (weighs) {
                    metric.update(prediction, target, Objects.requireNonNull(weights), scope);
                } else {
                    metric.update(prediction, target, scope);
                }
                requireMasked(judged, asked);
                new MetricStates(trace, place).requireSet();
                return null;
            });
        }
    }

    private static Expr judged(Expr value, Domain.Outputs given, Domain.Outputs wanted) {
        if (!wanted.isOfProbabilities()) {
            return value;
        }
        switch (given) {
            case LOGITS:
                return sigmoid(value);
            case DISTRIBUTION_LOGITS:
                return softmax(value);
            case LOG_PROBABILITIES:
                return exp(value);
            default:
                return value;
        }
    }

    /**
     * The result of each metric of an output, by name.
     *
     * @param shape of the output
     * @param kept whether there is a state of a path
     */
    public Map<String, Expr> metricResults(String folder, OutputSpec output, Shape shape, Predicate<String> kept) {
        Map<String, Expr> results = new LinkedHashMap<>();
        metrics(output).forEach((name, spec) -> results.put(name, guarded(spec, "metric '" + name + "'", () -> {
            Metric metric = (Metric) create(spec);
            Expr result = metric.result(shape, new TraceScope(trace, folder + "/" + name, true));
            new MetricStates(trace, folder + "/" + name).requireKept(kept);
            if (result.type() != Type.REAL || result.shape().isBatched()) {
                throw new IllegalArgumentException("gave " + result + " where reals without the batch's rows were expected");
            }
            return trace.attribute(result, name);
        })));
        return results;
    }

    private static String place(OutputSpec output) {
        return output.isNamed() ? LOSS + "/" + output.name() : LOSS;
    }

    /** Runs a technique's method, and makes a message of what it throws. */
    public static <T> T guarded(TechniqueSpec spec, String what, Supplier<T> action) {
        try {
            return action.get();
        } catch (InputException | BackendException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new InputException(spec.source(), spec.pointer(), what + " (" + spec.name() + "): " + e.getMessage(), null);
        } catch (LinkageError | RuntimeException e) {
            throw GoneException.of(e, spec.source(), spec.pointer(),
                    what + " (" + spec.name() + ") failed: " + e + firstFrames(e));
        }
    }

    private static String firstFrames(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        StackTraceElement[] frames = thrown.getStackTrace();
        for (int i = 0; i < Math.min(3, frames.length); i++) {
            text.append(i == 0 ? " (at " : ", ").append(frames[i]);
        }
        return frames.length == 0 ? "" : text.append(')').toString();
    }

    private Object create(TechniqueSpec spec) {
        return factory.create(spec, new HeldTechniques(trace)::around);
    }

    private static Map<String, TechniqueSpec> metrics(OutputSpec output) {
        Map<String, TechniqueSpec> named = new LinkedHashMap<>();
        for (int i = 0; i < output.metrics().size(); i++) {
            named.put(output.metricNames().get(i), output.metrics().get(i));
        }
        return named;
    }

    private static Expr output(Expr output) {
        if (output.type() != Type.REAL || output.shape().rowsAxis() != 0) {
            throw new IllegalArgumentException("gave " + output + " where [rows, …] of reals was expected");
        }
        return output;
    }

    private long[] counts() {
        long trainable = 0;
        long kept = 0;
        for (Parameter parameter : trace.parameters()) {
            if (parameter.isTrainable()) {
                trainable += parameter.shape().size();
            } else {
                kept += parameter.shape().size();
            }
        }
        for (TracedState state : trace.states()) {
            kept += state.variable().shape().size();
        }
        return new long[] {trainable, kept};
    }
}
