package org.fascicle.compiler.trace;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.erfinv;
import static org.fascicle.api.expr.Expressions.scalar;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.scope.Scheduled;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.scope.State;
import org.jspecify.annotations.Nullable;

/** The scope of one place in the network, writing into a {@link Trace}. */
public class TraceScope implements Scope {
    /** The prefix of the host scalars that schedules stand behind. */
    public static final String SCHEDULE = "schedule:";

    // Φ(−2), and what lies between −2 and 2: the truncated normal's share of a uniform number.
    private static final double BELOW_TWO_SIGMA = 0.022750131948179212;
    private static final double WITHIN_TWO_SIGMA = 0.9544997361036416;

    private final Trace trace;
    private final String path;
    private final boolean trainable;
    private final boolean shared;

    /**
     * A scope.
     *
     * @param trace what it writes into
     * @param path the place, without a slash at its end
     * @param trainable whether the place is not frozen
     */
    public TraceScope(Trace trace, String path, boolean trainable) {
        this(trace, path, trainable, false);
    }

    private TraceScope(Trace trace, String path, boolean trainable, boolean shared) {
        this.trace = trace;
        this.path = path;
        this.trainable = trainable;
        this.shared = shared;
    }

    /** What it writes into. */
    protected Trace trace() {
        return trace;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public Scope within(String name) {
        return new TraceScope(trace, placed(name), trainable, shared);
    }

    @Override
    public Scope shared(String name) {
        return new TraceScope(trace, placed(name), trainable, true);
    }

    /** The path of a place within this one. */
    protected String placed(String name) {
        return trace.place(path, name);
    }

    @Override
    public @Nullable Expr mask(Expr x) {
        return trace.results().ask(x);
    }

    @Override
    public Expr masked(Expr result, @Nullable Expr mask) {
        trace.results().mask(result, mask == null ? null : trace.attribute(mask, path), path);
        return result;
    }

    @Override
    public Expr output(String name, Expr value) {
        trace.results().name(path + "/" + name, trace.attribute(value, path));
        return value;
    }

    @Override
    public Expr activated(Expr sums, Expr result) {
        trace.activations().say(path, sums, result);
        return result;
    }

    @Override
    public Expr parameter(String name, Shape shape, Initial initial, @Nullable Penalty penalty,
            @Nullable Projection projection) {
        Expr known = shared ? trace.known(path + "/" + name, shape) : null;
        return known != null ? known : trace.parameter(path + "/" + name, trainable, shape, initial, penalty, projection,
                place -> new TraceScope(trace, place, trainable)).value();
    }

    @Override
    public State state(String name, Shape shape, double initial) {
        return trace.state(path + "/" + name, shape, initial);
    }

    @Override
    public State state(String name, Shape shape, Initial initial) {
        return trace.state(path + "/" + name, shape, initial, place -> new TraceScope(trace, place, trainable));
    }

    @Override
    public void addToLoss(Expr penalty) {
        if (trace.mode() == Mode.TRAINING) {
            trace.addPenalty(penalty, path);
        }
    }

    @Override
    public Expr value(Scheduled number) {
        return number.isScheduled() ? scalar(SCHEDULE + number.key()) : constant(number.number());
    }

    @Override
    public boolean stochastic() {
        return trace.askMode().stochastic() && trainable;
    }

    @Override
    public boolean updatesStatistics() {
        return trace.askMode().updatesStatistics() && trainable;
    }

    @Override
    public boolean training() {
        return trace.askMode() == Mode.TRAINING;
    }

    @Override
    public int maxRows() {
        return trace.askRows();
    }

    @Override
    public Expr uniform(Shape shape) {
        return trace.uniform(path, shape);
    }

    @Override
    public Expr normal(Shape shape) {
        return quantile(uniform(shape));
    }

    @Override
    public Expr truncatedNormal(Shape shape) {
        return quantile(uniform(shape).mul(WITHIN_TWO_SIGMA).add(BELOW_TWO_SIGMA));
    }

    // In this order 2u − 1 is exact in float32, and half an ulp more keeps it off −1.
    private static Expr quantile(Expr uniform) {
        return erfinv(uniform.mul(2).sub(1).add(Draws.ULP)).mul(Math.sqrt(2));
    }
}
