package org.fascicle.testing;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

import org.apache.commons.numbers.gamma.Erfc;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Variable;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scope;
import org.fascicle.compiler.trace.Draws;
import org.fascicle.compiler.trace.Mode;
import org.fascicle.compiler.trace.Parameter;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TraceScope;
import org.fascicle.compiler.trace.TracedState;
import org.fascicle.compiler.trace.UpdateTraceScope;

/**
 * One place of a network where a test asks a technique: it traces as the platform does, and holds the values that the store of
 * a network would hold. Parameters that were not given have their initial value, states and slots keep what {@link #commit}
 * wrote, and random draws are the numbers that the test supplied. Used by one thread.
 */
public final class TestPlace {
    private static final int MOST_ROWS = 7;
    private static final double BELOW_TWO_SIGMA = normalDistribution(-2);

    private final Tensors tensors;
    private final String path;
    private final Map<String, double[]> values = new LinkedHashMap<>();
    private final Map<String, Variable> parameters = new LinkedHashMap<>();
    private final Map<String, Variable> states = new LinkedHashMap<>();
    private final Deque<double[]> draws = new ArrayDeque<>();
    private boolean training = true;
    private double learningRate;
    private int step;
    private Trace trace = begin();

    /** A place in training, whose literals are some tensors'. */
    public TestPlace(Tensors tensors) {
        this.tensors = tensors;
        this.path = tensors.path();
    }

    /** Sets whether this is training: random techniques draw, and statistics are updated. Begins another trace. */
    public TestPlace training(boolean value) {
        end();
        training = value;
        trace = begin();
        return this;
    }

    /** Sets the present learning rate. */
    public TestPlace learningRate(double value) {
        learningRate = value;
        return this;
    }

    /** Gives a parameter a value of its own. */
    public TestPlace give(String parameter, double... numbers) {
        values.put(path + "/" + parameter, numbers);
        return this;
    }

    /** Supplies the next draw of this place: numbers uniform in [0, 1). */
    public TestPlace draw(double... uniform) {
        draws.add(uniform);
        return this;
    }

    /** Supplies the next draw, so that it gives these numbers of the standard normal distribution. */
    public TestPlace drawNormal(double... normal) {
        return draw(Arrays.stream(normal).map(TestPlace::uniform).toArray());
    }

    /** Supplies the next draw, so that it gives these numbers of the normal distribution between −2 and 2. */
    public TestPlace drawTruncatedNormal(double... normal) {
        return draw(Arrays.stream(normal).map(x -> (uniform(x) - BELOW_TWO_SIGMA) / (1 - 2 * BELOW_TWO_SIGMA)).toArray());
    }

    /** The scope of a layer, loss or metric, of an activation, initializer, regularizer or constraint. */
    public Scope scope() {
        return new TraceScope(trace, path, true);
    }

    /** The scope of an update rule. */
    public UpdateScope updateScope() {
        return new UpdateTraceScope(trace, path);
    }

    /** The elements of a real expression, row-major, with the present values of all that was declared. */
    public double[] evaluate(Expr expression) {
        return tensors.evaluate(expression, this::value, this::scalar);
    }

    /** Ends the step: what states were set to becomes their value, and one more update was applied. Begins another trace. */
    public void commit() {
        Map<String, double[]> next = new LinkedHashMap<>();
        for (TracedState state : trace.states()) {
            if (state.next() != null) {
                next.put(state.variable().path(), evaluate(state.next()));
            }
        }
        end();
        values.putAll(next);
        step++;
        trace = begin();
    }

    /** A state's or slot's values as they stand. */
    public double[] kept(String name) {
        note();
        Variable state = states.get(name);
        if (state == null) {
            throw new NoSuchElementException("no state '" + name + "' but " + states.keySet());
        }
        return value(state);
    }

    /** The names of the parameters that were declared, in order. */
    public List<String> parameters() {
        note();
        return List.copyOf(parameters.keySet());
    }

    /** The names of the states and slots that were declared, in order. */
    public List<String> states() {
        note();
        return List.copyOf(states.keySet());
    }

    /** What was added to the loss in the present trace. */
    public List<Expr> penalties() {
        return trace.penalties();
    }

    private Trace begin() {
        return new Trace(training ? Mode.TRAINING : Mode.INFERENCE, true, this::uniform).rows(MOST_ROWS);
    }

    /** Keeps what the present trace began with: the next one may not declare it. */
    private void end() {
        note();
        parameters.values().forEach(this::value);
        states.values().forEach(this::value);
    }

    private void note() {
        trace.parameters().forEach(parameter -> parameters.put(name(parameter.path()), parameter.variable()));
        trace.states().forEach(state -> states.put(name(state.variable().path()), state.variable()));
    }

    private String name(String tensor) {
        for (String folder : List.of(path, UpdateTraceScope.SLOTS + "/" + path, UpdateTraceScope.SLOTS)) {
            if (tensor.startsWith(folder + "/")) {
                return tensor.substring(folder.length() + 1);
            }
        }
        return tensor;
    }

    private double[] value(Variable variable) {
        double[] known = values.get(variable.path());
        if (known == null) {
            known = first(variable);
            values.put(variable.path(), known);
        }
        return known;
    }

    private double[] first(Variable variable) {
        Collection<Parameter> declared = trace.parameters();
        for (Parameter parameter : declared) {
            if (parameter.path().equals(variable.path())) {
                return evaluate(parameter.initial());
            }
        }
        for (TracedState state : trace.states()) {
            if (state.variable().path().equals(variable.path())) {
                if (state.first() != null) {
                    return evaluate(state.first());
                }
                double[] first = new double[(int) variable.shape().size()];
                Arrays.fill(first, state.initial());
                return first;
            }
        }
        throw new IllegalArgumentException("the expression reads " + variable + ", and this place has only "
                + declared.stream().map(Parameter::path).collect(Collectors.toList()) + " and " + states.values());
    }

    private double scalar(String name) {
        switch (name) {
            case UpdateTraceScope.LEARNING_RATE:
                return learningRate;
            case UpdateTraceScope.STEP:
                return step;
            default:
                throw new IllegalArgumentException("the expression reads the host scalar '" + name + "', which no test sets");
        }
    }

    private Expr uniform(String drawing, int draw, Shape shape) {
        if (!drawing.equals(path)) {
            return Draws.philox(drawing, draw, shape);
        }
        if (draws.isEmpty()) {
            throw new IllegalStateException("the technique draws " + shape + ", and the test has supplied no more numbers:"
                    + " call draw, drawNormal or drawTruncatedNormal before");
        }
        return tensors.real(shape, draws.remove());
    }

    /** The u of x = √2·erfinv(2u + 2⁻²⁴ − 1). */
    private static double uniform(double normal) {
        return normalDistribution(normal) - Draws.ULP / 2;
    }

    private static double normalDistribution(double x) {
        return Erfc.value(-x / Math.sqrt(2)) / 2;
    }
}
