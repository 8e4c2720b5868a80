package org.fascicle.testing;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.constant;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.State;

/**
 * A scope for tests: parameters that were not given take their initial value, states and slots keep what {@link #commit}
 * wrote, and random draws are the numbers that a test laid ready. Used by one thread.
 */
public final class TestScope implements UpdateScope {
    private final Tensors tensors;
    private final Map<String, double[]> given = new LinkedHashMap<>();
    private final Map<String, Expr> parameters = new LinkedHashMap<>();
    private final Map<String, Kept> states = new LinkedHashMap<>();
    private final Deque<double[]> draws = new ArrayDeque<>();
    private final List<Expr> penalties = new ArrayList<>();
    private boolean training = true;
    private double learningRate;
    private int step;

    /** A scope in training whose literals are some tensors'. */
    public TestScope(Tensors tensors) {
        this.tensors = tensors;
    }

    /** Sets whether this is training: random techniques draw, and statistics are updated. */
    public TestScope training(boolean value) {
        training = value;
        return this;
    }

    /** Sets the present learning rate. */
    public TestScope learningRate(double value) {
        learningRate = value;
        return this;
    }

    /** Gives a parameter a value of its own. */
    public TestScope give(String parameter, double... values) {
        given.put(parameter, values);
        return this;
    }

    /** Lays the numbers of the next random draw ready, whatever its distribution. */
    public TestScope draw(double... numbers) {
        draws.add(numbers);
        return this;
    }

    /** Ends the step: what states were set to becomes their value, and one more update was applied. */
    public void commit() {
        for (Kept state : states.values()) {
            if (state.next != null) {
                state.values = tensors.evaluate(state.next);
                state.next = null;
            }
        }
        step++;
    }

    /** A state's values as they stand. */
    public double[] kept(String name) {
        Kept state = states.get(name);
        if (state == null) {
            throw new NoSuchElementException("no state '" + name + "' but " + states.keySet());
        }
        return state.values;
    }

    /** The names of the parameters that were declared, in order. */
    public List<String> parameters() {
        return List.copyOf(parameters.keySet());
    }

    /** The names of the states and slots that were declared, in order. */
    public List<String> states() {
        return List.copyOf(states.keySet());
    }

    /** What was added to the loss. */
    public List<Expr> penalties() {
        return penalties;
    }

    @Override
    public String path() {
        return "test";
    }

    @Override
    public Expr parameter(String name, Shape shape, Initial initial, Penalty penalty, Projection projection) {
        Expr value = given.containsKey(name) ? tensors.real(shape, given.get(name)) : initial.initialize(shape, this);
        if (parameters.put(name, value) != null) {
            throw new IllegalArgumentException("the parameter '" + name + "' is declared twice");
        }
        if (penalty != null) {
            penalties.add(penalty.penalty(value, this));
        }
        return value;
    }

    @Override
    public State state(String name, Shape shape, double initial) {
        return states.computeIfAbsent(name, key -> new Kept(shape, initial));
    }

    @Override
    public State slot(String name, Shape shape, double initial) {
        return state(name, shape, initial);
    }

    @Override
    public State globalSlot(String name, double initial) {
        return state(name, Shape.scalar(), initial);
    }

    @Override
    public void addToLoss(Expr penalty) {
        penalties.add(penalty);
    }

    @Override
    public Expr value(Scheduled number) {
        return constant(number.number());
    }

    @Override
    public Expr learningRate() {
        return constant(learningRate);
    }

    @Override
    public Expr step() {
        return constant(step);
    }

    @Override
    public boolean stochastic() {
        return training;
    }

    @Override
    public boolean updatesStatistics() {
        return training;
    }

    @Override
    public boolean training() {
        return training;
    }

    @Override
    public Expr uniform(Shape shape) {
        return tensors.real(shape, draws.remove());
    }

    @Override
    public Expr normal(Shape shape) {
        return tensors.real(shape, draws.remove());
    }

    @Override
    public Expr truncatedNormal(Shape shape) {
        return tensors.real(shape, draws.remove());
    }

    private final class Kept implements State {
        private final Shape shape;
        private double[] values;
        private Expr next;

        Kept(Shape shape, double initial) {
            this.shape = shape;
            values = new double[(int) shape.size()];
            Arrays.fill(values, initial);
        }

        @Override
        public Expr value() {
            return tensors.real(shape, values);
        }

        @Override
        public Expr set(Expr value) {
            if (next != null) {
                throw new IllegalStateException("set twice");
            }
            next = broadcast(value, shape);
            return next;
        }
    }
}
