package org.fascicle.core.trace;

import static org.fascicle.api.expr.Expressions.mean;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.data.Examples;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.model.Summary;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.compiler.trace.OutputPrediction;
import org.fascicle.compiler.trace.Parameter;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TraceScope;
import org.fascicle.compiler.trace.TracedState;
import org.fascicle.core.model.GoneException;
import org.fascicle.core.model.LayerSpec;
import org.fascicle.core.model.NetworkSpec;
import org.fascicle.core.model.OutputSpec;
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
            layer.inputs().forEach(name -> from.add(values.get(name)));
            long[] before = counts();
            trace.origins().place(layer.name(), layer.technique().name());
            last = guarded(layer.technique(), "layer '" + layer.name() + "'", () -> {
                Layer technique = (Layer) create(layer.technique());
                return output(technique.apply(from, new TraceScope(trace, layer.name(), layer.trainable())));
            });
            trace.attribute(last, layer.name());
            values.put(layer.name(), last);
            if (lines != null) {
                long[] after = counts();
                lines.add(Summary.Line.of(layer.name(), layer.technique().name(), last.shape(),
                        after[0] - before[0], after[1] - before[1]));
            }
        }
        Map<String, Expr> outputs = new LinkedHashMap<>();
        if (network.outputs().isEmpty()) {
            outputs.put(Examples.OUTPUT, last);
        }
        network.outputs().forEach(name -> outputs.put(name, values.get(name)));
        return outputs;
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
        Expr perRow = guarded(spec, LOSS, () -> {
            Loss loss = (Loss) create(spec);
            Expr rows = loss.loss(new OutputPrediction(value), target, new TraceScope(trace, place, true));
            if (rows.type() != Type.REAL || !rows.shape().equals(Shape.batch())) {
                throw new IllegalArgumentException("gave " + rows + " where one real number per row was expected");
            }
            return rows;
        });
        return trace.attribute(mean(weights == null ? perRow : perRow.mul(weights)), place);
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

    /** What an output's loss compares predictions with. */
    public Loss.Target target(OutputSpec output) {
        return guarded(output.loss(), LOSS, () -> ((Loss) factory.create(output.loss())).target());
    }

    /**
     * Lets each metric of an output update its states.
     *
     * @param folder under which the states lie
     */
    public void updateMetrics(String folder, OutputSpec output, Expr value, Expr target) {
        metrics(output).forEach((name, spec) -> guarded(spec, "metric '" + name + "'", () -> {
            Metric metric = (Metric) create(spec);
            trace.origins().place(folder + "/" + name, spec.name());
            metric.update(new OutputPrediction(value), target, new TraceScope(trace, folder + "/" + name, true));
            return null;
        }));
    }

    /**
     * The result of each metric of an output, by name.
     *
     * @param shape of the output
     */
    public Map<String, Expr> metricResults(String folder, OutputSpec output, Shape shape) {
        Map<String, Expr> results = new LinkedHashMap<>();
        metrics(output).forEach((name, spec) -> results.put(name, guarded(spec, "metric '" + name + "'", () -> {
            Metric metric = (Metric) create(spec);
            Expr result = metric.result(shape, new TraceScope(trace, folder + "/" + name, true));
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
        return factory.create(spec, this::named);
    }

    /** A technique that another one holds, so that what it makes is known as its own. */
    private Object named(TechniqueSpec spec, Object technique) {
        if (technique instanceof Activation) {
            return (Activation) (z, scope) -> made(spec, z, ((Activation) technique).apply(z, scope), scope);
        } else if (technique instanceof Regularizer) {
            return (Regularizer) (tensor, scope) -> made(spec, tensor, ((Regularizer) technique).penalty(tensor, scope), scope);
        } else if (technique instanceof Constraint) {
            return (Constraint) (tensor, scope) -> made(spec, tensor, ((Constraint) technique).project(tensor, scope), scope);
        }
        return technique;
    }

    private Expr made(TechniqueSpec spec, Expr from, @Nullable Expr result, Scope scope) {
        trace.attribute(from, scope.path());
        if (result == null) {
            throw new IllegalArgumentException("'" + spec.name() + "' gave null where an expression was expected");
        }
        return trace.attribute(result, trace.origins().within(scope.path(), spec.name()));
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
