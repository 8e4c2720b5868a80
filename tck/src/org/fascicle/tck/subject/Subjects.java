package org.fascicle.tck.subject;

import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.scalar;
import static org.fascicle.api.expr.Expressions.sigmoid;
import static org.fascicle.api.expr.Expressions.softmax;
import static org.fascicle.api.expr.Expressions.variable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.constraint.Constraint;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.initializer.Initializer;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.optimizer.Optimizer;
import org.fascicle.api.optimizer.Param;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.regularizer.Regularizer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.transform.UpdateTransform;
import org.fascicle.api.watch.Watch;
import org.fascicle.compiler.trace.DeclarationException;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.compiler.trace.OutputPrediction;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TraceScope;
import org.fascicle.compiler.trace.TracedParameters;
import org.fascicle.compiler.trace.TracedState;
import org.fascicle.compiler.trace.UpdateTraceScope;
import org.jspecify.annotations.Nullable;

/**
 * Asks a technique in one configuration for what it computes, in the situations in which the platform may ask it, and checks
 * the shape of each answer. Used by one thread, once.
 */
public final class Subjects {
    /** The number of outputs, or classes, that losses and metrics meet. */
    public static final int CLASSES = 4;
    /** What activations and layers meet. */
    public static final List<Shape> INPUTS = List.of(Shape.batch(6), Shape.batch(4, 3), Shape.batch(4, 5, 2));

    /** No check has more rows. */
    private static final int MOST_ROWS = 32;
    // Contracts know tensors by these names.
    private static final String PLACE = "check";
    private static final String SLOTS = "slots";
    private static final List<Shape> TENSORS = List.of(Shape.of(4, 3), Shape.of(5), Shape.of(2, 3, 2, 2));

    private final Target target;
    private final Map<String, Object> options;
    private final List<Subject> made = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();

    private Subjects(Target target, Map<String, Object> options) {
        this.target = target;
        this.options = options;
    }

    /**
     * The subjects of a configuration in a mode; no subject for schedules and data.
     *
     * @throws IllegalArgumentException if an answer has the wrong type or shape, or the technique declares what no network can
     *     have; the message says which
     */
    public static Subjects of(Target target, Map<String, Object> options, Mode mode) {
        Subjects subjects = new Subjects(target, options);
        subjects.ask(mode);
        return subjects;
    }

    /** What was answered. */
    public List<Subject> made() {
        return made;
    }

    /** What the technique did not take. */
    public List<Refusal> refusals() {
        return refusals;
    }

    private interface Question {
        @Nullable
        Subject ask(Trace trace);
    }

    private void ask(Mode mode) {
        switch (target.kind()) {
            case ACTIVATION:
            case LAYER:
                INPUTS.forEach(shape -> attempt(shape, mode, trace -> forward(shape, 1, trace)));
                if (made.isEmpty() && target.kind() == Kind.LAYER) {
                    INPUTS.forEach(shape -> attempt(shape, mode, trace -> forward(shape, 2, trace)));
                }
                break;
            case LOSS:
            case METRIC:
                Expr z = input("z", Type.REAL, Shape.batch(CLASSES));
                Expr one = input("z", Type.REAL, Shape.batch(1));
                attempt(z.shape(), mode, trace -> compared(z, softmax(z), "softmax", trace));
                attempt(z.shape(), mode, trace -> compared(z, sigmoid(z), "sigmoid", trace));
                attempt(one.shape(), mode, trace -> compared(one, sigmoid(one), "single sigmoid", trace));
                attempt(z.shape(), mode, trace -> compared(z, z, "linear", trace));
                break;
            case REGULARIZER:
            case CONSTRAINT:
            case INITIALIZER:
            case OPTIMIZER:
                TENSORS.forEach(shape -> attempt(shape, mode, trace -> ofTensor(shape, trace)));
                break;
            case TRANSFORM:
                attempt(TENSORS.get(0), mode, this::gradients);
                TENSORS.forEach(shape -> attempt(shape, mode, trace -> values(shape, trace)));
                break;
            case WATCH:
                INPUTS.stream().filter(shape -> shape.rank() > 1).forEach(
                        shape -> attempt(shape, mode, trace -> watched(SampleLayer.of(shape), trace)));
                TENSORS.forEach(shape -> attempt(shape, mode, trace -> watched(SampleParameter.of(shape), trace)));
                break;
            default:
                break;
        }
    }

    // A refusal is an IllegalArgumentException out of the technique itself; a wrong answer goes on, and a wrong declaration too.
    private void attempt(Shape shape, Mode mode, Question question) {
        try {
            Trace trace = new Trace(mode, true);
            boolean compares = target.kind() == Kind.LOSS || target.kind() == Kind.METRIC;
            Subject subject = question.ask(compares ? trace.rows(MOST_ROWS) : trace);
            if (subject != null) {
                made.add(subject);
            }
        } catch (WrongAnswer | DeclarationException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            refusals.add(new Refusal(shape, e.getMessage()));
        }
    }

    private Subject forward(Shape shape, int count, Trace trace) {
        List<Expr> inputs = new ArrayList<>();
        List<Leaf> wanted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            inputs.add(input("x" + i, Type.REAL, shape));
            wanted.add(Leaf.of("x" + i, inputs.get(i), Leaf.Values.NORMAL));
        }
        Object technique = target.create(options);
        Scope scope = scope(trace);
        Expr output = technique instanceof Layer
                ? count == 1 ? ((Layer) technique).apply(inputs.get(0), scope) : ((Layer) technique).apply(inputs, scope)
                : ((Activation) technique).apply(inputs.get(0), scope);
        expect(output.type() == Type.REAL && output.shape().rank() > 0 && output.shape().extent(0) == Shape.ROWS,
                "gives " + output + " for " + shape + ", not reals of [rows, …]");
        trace.parameters().forEach(parameter -> wanted.add(Leaf.of(parameter.path(), parameter.value(), Leaf.Values.NORMAL)));
        return subject("an input " + shape, trace, Map.of("the output", output), wanted, states(trace, null));
    }

    private Subject compared(Expr input, Expr output, String name, Trace trace) {
        Object technique = target.create(options);
        boolean metric = technique instanceof Metric;
        // What a metric compares with is the loss's choice; a metric says if it cannot use it.
        boolean labels = metric ? output.op().name().equals("softmax") : ((Loss) technique).target() == Loss.Target.LABEL;
        Expr to = labels ? input("target", Type.INT32, Shape.batch()) : input("target", Type.REAL, output.shape());
        Map<String, Expr> values = new LinkedHashMap<>();
        if (metric) {
            ((Metric) technique).update(new OutputPrediction(output), to, scope(trace));
            Expr result = ((Metric) technique).result(output.shape(), scope(trace));
            expect(result.type() == Type.REAL && !result.shape().isBatched(), "gives " + result
                    + " as its result, not reals without the batch's rows");
            values.put("the result", result);
        } else {
            Expr rows = ((Loss) technique).loss(new OutputPrediction(output), to, scope(trace));
            expect(rows.type() == Type.REAL && rows.shape().equals(Shape.batch()), "gives " + rows
                    + ", not one real number per row");
            values.put("the loss", rows);
        }
        // A linear output may stand for probabilities, which are positive.
        List<Leaf> wanted = List.of(Leaf.of("z", input, output == input ? Leaf.Values.POSITIVE : Leaf.Values.NORMAL));
        List<Leaf> others = new ArrayList<>(states(trace, Leaf.Values.POSITIVE));
        others.add(labels ? Leaf.label("target", to, output.shape().extent(1))
                : Leaf.of("target", to, Leaf.Values.POSITIVE));
        return subject("a " + name + " output", trace, values, wanted, others);
    }

    private Subject ofTensor(Shape shape, Trace trace) {
        Expr tensor = variable("tensor", Type.REAL, shape);
        Expr gradient = variable("gradient", Type.REAL, shape);
        Object technique = target.create(options);
        List<Leaf> wanted = new ArrayList<>(List.of(Leaf.of("tensor", tensor, Leaf.Values.NORMAL)));
        Expr result;
        Shape expected = shape;
        if (technique instanceof Optimizer) {
            wanted.add(Leaf.of("gradient", gradient, Leaf.Values.NORMAL));
            Param parameter = new Tensor("tensor", tensor);
            ((Optimizer) technique).together(new TracedParameters(List.of(parameter), List.of(gradient), each -> updates(trace)),
                    updates(trace));
            result = ((Optimizer) technique).update(parameter, gradient, updates(trace));
        } else if (technique instanceof Regularizer) {
            result = ((Regularizer) technique).penalty(tensor, scope(trace));
            expected = Shape.scalar();
        } else if (technique instanceof Constraint) {
            result = ((Constraint) technique).project(tensor, scope(trace));
        } else {
            result = ((Initializer) technique).initialize(shape, scope(trace));
            // A single number for all elements is repeated.
            expected = result.shape().rank() == 0 ? Shape.scalar() : shape;
        }
        expect(result.type() == Type.REAL && result.shape().equals(expected),
                "gives " + result + " for a tensor " + shape + ", not reals of " + expected);
        return subject("a tensor " + shape, trace, Map.of("the result", result), wanted,
                states(trace, Leaf.Values.POSITIVE));
    }

    private @Nullable Subject gradients(Trace trace) {
        return around("the gradients of tensors " + TENSORS,
                Surroundings.gradients((UpdateTransform) target.create(options), TENSORS, around(trace, PLACE),
                        parameter -> around(trace, parameter.path())),
                trace);
    }

    private @Nullable Subject values(Shape shape, Trace trace) {
        return around("the values of a tensor " + shape,
                Surroundings.values((UpdateTransform) target.create(options), shape, around(trace, PLACE)), trace);
    }

    /** No subject where a technique leaves all as it is. */
    private @Nullable Subject around(String what, Surroundings asked, Trace trace) {
        if (asked.values().isEmpty() && trace.states().isEmpty()) {
            return null;
        }
        List<Leaf> others = new ArrayList<>(asked.others());
        others.addAll(states(trace, Leaf.Values.POSITIVE));
        return subject(what, trace, asked.values(), asked.wanted(), others);
    }

    /** No subject where a watch measures nothing. */
    private @Nullable Subject watched(Watching place, Trace trace) {
        Map<String, Expr> measures = place.ask((Watch) target.create(options));
        measures.forEach((name, value) -> expect(value.type() == Type.REAL && !value.shape().isBatched(),
                "gives " + value + " as '" + name + "' of " + place + ", not reals without the batch's rows"));
        return measures.isEmpty() ? null
                : subject(place.toString(), trace, new TreeMap<>(measures), place.leaves(), List.of());
    }

    private static Scope scope(Trace trace) {
        return new TraceScope(trace, PLACE, true);
    }

    private static UpdateScope updates(Trace trace) {
        return UpdateTraceScope.in(trace, SLOTS, PLACE, scalar(UpdateTraceScope.STEP));
    }

    private static UpdateScope around(Trace trace, String place) {
        return UpdateTraceScope.in(trace, SLOTS, place, Surroundings.step());
    }

    private Subject subject(String what, Trace trace, Map<String, Expr> values, List<Leaf> wanted, List<Leaf> others) {
        return new Subject(what + " in " + trace.mode() + (options.isEmpty() ? "" : " with " + options), trace,
                values, wanted, others);
    }

    /** The states that were declared, as they are at first, or with other values. */
    private static List<Leaf> states(Trace trace, Leaf.@Nullable Values values) {
        List<Leaf> leaves = new ArrayList<>();
        for (TracedState state : trace.states()) {
            String path = state.variable().path();
            leaves.add(values == null ? Leaf.fixed(path, state.value(), state.initial()) : Leaf.of(path, state.value(), values));
        }
        return leaves;
    }

    static void expect(boolean holds, String problem) {
        if (!holds) {
            throw new WrongAnswer(problem);
        }
    }

    /** An answer of the wrong type or shape. */
    private static final class WrongAnswer extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        WrongAnswer(String problem) {
            super(problem);
        }
    }
}
