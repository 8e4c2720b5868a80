package org.fascicle.tck.subject;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.cast;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.erfinv;
import static org.fascicle.api.expr.Expressions.randomBits;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.scalar;
import static org.fascicle.api.expr.Expressions.variable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.State;

/**
 * A scope that writes down what a technique asks of it: parameters, states, draws, and whether it looked at the mode.
 * Parameters and states become variables, whose values a check chooses. Used by one thread, for one trace.
 */
public final class Probe implements UpdateScope {
    private static final double BELOW_TWO_SIGMA = 0.022750131948179212;
    private static final double WITHIN_TWO_SIGMA = 0.9544997361036416;
    private static final int DRAWN_BITS = 24;
    private static final double ULP = 1.0 / (1 << DRAWN_BITS);

    private final Record record;
    private final String path;

    /** A scope of one place. */
    public Probe(Mode mode) {
        this(new Record(mode), "check");
    }

    private Probe(Record record, String path) {
        this.record = record;
        this.path = path;
    }

    /** The same trace, another place. */
    public Probe at(String place) {
        return new Probe(record, place);
    }

    /** What the trace has asked so far. */
    public Record record() {
        return record;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Expr parameter(String name, Shape shape, Initial initial, Penalty penalty, Projection projection) {
        String place = path + "/" + name;
        require(!shape.isBatched(), "the parameter '" + place + "' cannot have the batch's rows: " + shape);
        require(!record.parameters.containsKey(place), "'" + place + "' is declared twice");
        Expr value = variable(place, Type.REAL, shape);
        record.parameters.put(place, value);
        Probe scope = at(place);
        record.initials.put(place, broadcast(initial.initialize(shape, new Probe(new Record(record.mode), place)), shape));
        if (penalty != null) {
            record.penalties.add(penalty.penalty(value, scope));
        }
        return value;
    }

    @Override
    public Kept state(String name, Shape shape, double initial) {
        return record.state(path + "/" + name, shape, initial, false);
    }

    @Override
    public Kept slot(String name, Shape shape, double initial) {
        return record.state("slots/" + path + "/" + name, shape, initial, false);
    }

    @Override
    public Kept globalSlot(String name, double initial) {
        return record.state("slots/" + name, Shape.scalar(), initial, true);
    }

    @Override
    public void addToLoss(Expr penalty) {
        require(penalty.type() == Type.REAL && penalty.shape().rank() == 0,
                "a penalty must be a real number of rank 0, not " + penalty);
        if (record.mode == Mode.TRAINING) {
            record.penalties.add(penalty);
        }
    }

    @Override
    public Expr value(Scheduled number) {
        return constant(number.number());
    }

    @Override
    public Expr learningRate() {
        return scalar(Program.LEARNING_RATE);
    }

    @Override
    public Expr step() {
        return scalar(Program.STEP);
    }

    @Override
    public boolean stochastic() {
        record.askedMode = true;
        return record.mode.stochastic();
    }

    @Override
    public boolean updatesStatistics() {
        record.askedMode = true;
        return record.mode.updatesStatistics();
    }

    @Override
    public boolean training() {
        record.askedMode = true;
        return record.mode == Mode.TRAINING;
    }

    @Override
    public Expr uniform(Shape shape) {
        int draw = record.draws.merge(path, 1, Integer::sum) - 1;
        return cast(randomBits(path, draw, shape, DRAWN_BITS), Type.REAL).mul(ULP);
    }

    @Override
    public Expr normal(Shape shape) {
        return quantile(uniform(shape));
    }

    @Override
    public Expr truncatedNormal(Shape shape) {
        return quantile(uniform(shape).mul(WITHIN_TWO_SIGMA).add(BELOW_TWO_SIGMA));
    }

    private static Expr quantile(Expr uniform) {
        return erfinv(uniform.mul(2).sub(1).add(ULP)).mul(Math.sqrt(2));
    }

    /** What one trace has asked. */
    public static final class Record {
        private final Mode mode;
        private final Map<String, Expr> parameters = new LinkedHashMap<>();
        private final Map<String, Expr> initials = new LinkedHashMap<>();
        private final Map<String, Kept> states = new LinkedHashMap<>();
        private final Map<String, Integer> draws = new LinkedHashMap<>();
        private final List<Expr> penalties = new ArrayList<>();
        private boolean askedMode;

        Record(Mode mode) {
            this.mode = mode;
        }

        /** What it was asked for. */
        public Mode mode() {
            return mode;
        }

        /** Trained tensors by path. */
        public Map<String, Expr> parameters() {
            return parameters;
        }

        /** Their first values by path. */
        public Map<String, Expr> initials() {
            return initials;
        }

        /** States and slots by path. */
        public Map<String, Kept> states() {
            return states;
        }

        /** What was added to the loss. */
        public List<Expr> penalties() {
            return penalties;
        }

        /** Whether random numbers were drawn. */
        public boolean hasDrawn() {
            return !draws.isEmpty();
        }

        /** Whether the technique looked at what it is asked for. */
        public boolean hasAskedMode() {
            return askedMode;
        }

        private Kept state(String path, Shape shape, double initial, boolean shared) {
            Kept known = states.get(path);
            require(known == null || known.value.shape().equals(shape), "the state '" + path
                    + "' is declared in two shapes");
            return states.computeIfAbsent(path, p -> new Kept(p, variable(p, Type.REAL, shape), initial, shared));
        }
    }

    /** A state or slot. */
    public static final class Kept implements State {
        private final String path;
        private final Expr value;
        private final double initial;
        private final boolean shared;
        private Expr next;

        Kept(String path, Expr value, double initial, boolean shared) {
            this.path = path;
            this.value = value;
            this.initial = initial;
            this.shared = shared;
        }

        @Override
        public Expr value() {
            return value;
        }

        @Override
        public Expr set(Expr given) {
            if (next == null) {
                require(given.type() == Type.REAL, "the state '" + path + "' cannot become " + given);
                next = broadcast(given, value.shape());
            } else if (!shared) {
                throw new IllegalStateException("the state '" + path + "' is set twice");
            }
            return next;
        }

        /** The value of each element at first. */
        public double initial() {
            return initial;
        }

        /** What it becomes; null if it stays. */
        public Expr next() {
            return next;
        }
    }
}
