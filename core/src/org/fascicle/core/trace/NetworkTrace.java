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
import org.fascicle.core.model.LayerSpec;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.TechniqueFactory;
import org.fascicle.core.model.TechniqueSpec;

/**
 * Traces a specification: makes the records, asks them for expressions, and lets the records go. What a technique throws becomes
 * an {@link InputException} that says where the technique stands, with the message as text.
 */
public final class NetworkTrace {
    private static final String INPUT = "input";

    private final ModelSpec model;
    private final TechniqueFactory factory;
    private final Trace trace;

    /**
     * A trace of a model.
     *
     * @param model the specification
     * @param factory makes its techniques
     * @param trace collects what they declare
     */
    public NetworkTrace(ModelSpec model, TechniqueFactory factory, Trace trace) {
        this.model = model;
        this.factory = factory;
        this.trace = trace;
    }

    /** What it collects into. */
    public Trace trace() {
        return trace;
    }

    /**
     * The network's output.
     *
     * @param input real {@code [rows, …]}
     * @param lines receives one line per layer, or null
     */
    public Expr output(Expr input, List<Summary.Line> lines) {
        Map<String, Expr> outputs = new HashMap<>();
        outputs.put(INPUT, trace.attribute(input, INPUT));
        Expr last = input;
        for (LayerSpec layer : model.network()) {
            List<Expr> inputs = new ArrayList<>();
            layer.inputs().forEach(name -> inputs.add(outputs.get(name)));
            long[] before = counts();
            trace.origins().place(layer.name(), layer.technique().name());
            last = guarded(layer.technique(), "layer '" + layer.name() + "'", () -> {
                Layer technique = (Layer) create(layer.technique());
                return output(technique.apply(inputs, new TraceScope(trace, layer.name(), layer.trainable())));
            });
            trace.attribute(last, layer.name());
            outputs.put(layer.name(), last);
            if (lines != null) {
                long[] after = counts();
                lines.add(Summary.Line.of(layer.name(), layer.technique().name(), last.shape(),
                        after[0] - before[0], after[1] - before[1]));
            }
        }
        return last;
    }

    /**
     * The mean loss over the rows, penalties included: real, rank 0.
     *
     * @param output of the network
     * @param target as the loss asks for it
     */
    public Expr loss(Expr output, Expr target) {
        TechniqueSpec spec = model.loss();
        trace.origins().place("loss", spec.name());
        Expr perRow = guarded(spec, "loss", () -> {
            Loss loss = (Loss) create(spec);
            Expr rows = loss.loss(new OutputPrediction(output), target, new TraceScope(trace, "loss", true));
            if (rows.type() != Type.REAL || !rows.shape().equals(Shape.batch())) {
                throw new IllegalArgumentException("gave " + rows + " where one real number per row was expected");
            }
            return rows;
        });
        Expr total = mean(perRow);
        for (Expr penalty : trace.penalties()) {
            total = total.add(penalty);
        }
        return trace.attribute(total, "loss");
    }

    /** What the loss compares predictions with. */
    public Loss.Target target() {
        return guarded(model.loss(), "loss", () -> ((Loss) factory.create(model.loss())).target());
    }

    /**
     * Lets each metric update its states.
     *
     * @param folder under which the states lie
     */
    public void updateMetrics(String folder, Expr output, Expr target) {
        metrics().forEach((name, spec) -> guarded(spec, "metric '" + name + "'", () -> {
            Metric metric = (Metric) create(spec);
            trace.origins().place(folder + "/" + name, spec.name());
            metric.update(new OutputPrediction(output), target, new TraceScope(trace, folder + "/" + name, true));
            return null;
        }));
    }

    /**
     * Each metric's result, by name.
     *
     * @param output the shape of the network's output
     */
    public Map<String, Expr> metricResults(String folder, Shape output) {
        Map<String, Expr> results = new LinkedHashMap<>();
        metrics().forEach((name, spec) -> results.put(name, guarded(spec, "metric '" + name + "'", () -> {
            Metric metric = (Metric) create(spec);
            Expr result = metric.result(output, new TraceScope(trace, folder + "/" + name, true));
            if (result.type() != Type.REAL || result.shape().isBatched()) {
                throw new IllegalArgumentException("gave " + result + " where reals without the batch's rows were expected");
            }
            return trace.attribute(result, name);
        })));
        return results;
    }

    /** Runs what a technique does, and words what it throws. */
    public static <T> T guarded(TechniqueSpec spec, String what, Supplier<T> action) {
        String problem;
        try {
            return action.get();
        } catch (InputException | BackendException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            problem = what + " (" + spec.name() + "): " + e.getMessage();
        } catch (LinkageError | RuntimeException e) {
            problem = what + " (" + spec.name() + ") failed: " + e + firstFrames(e);
        }
        throw new InputException(spec.source(), spec.pointer(), problem, null);
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
            return (Regularizer) (tensor, scope) ->
                    made(spec, tensor, ((Regularizer) technique).penalty(tensor, scope), scope);
        } else if (technique instanceof Constraint) {
            return (Constraint) (tensor, scope) ->
                    made(spec, tensor, ((Constraint) technique).project(tensor, scope), scope);
        }
        return technique;
    }

    private Expr made(TechniqueSpec spec, Expr from, Expr result, Scope scope) {
        trace.attribute(from, scope.path());
        return result == null ? null : trace.attribute(result, trace.origins().within(scope.path(), spec.name()));
    }

    private Map<String, TechniqueSpec> metrics() {
        Map<String, TechniqueSpec> named = new LinkedHashMap<>();
        for (int i = 0; i < model.metrics().size(); i++) {
            named.put(model.metricNames().get(i), model.metrics().get(i));
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
