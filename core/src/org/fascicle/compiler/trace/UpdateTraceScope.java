package org.fascicle.compiler.trace;

import static org.fascicle.api.expr.Expressions.scalar;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.State;
import org.jspecify.annotations.Nullable;

/** The scope of an update rule, for one parameter. Slots lie under {@code optimizer/…}. */
public final class UpdateTraceScope extends TraceScope implements UpdateScope {
    /** The host scalar of the learning rate. */
    public static final String LEARNING_RATE = "learning_rate";
    /** The host scalar of the number of applied updates. */
    public static final String STEP = "step";
    /** The folder of all slots. */
    public static final String SLOTS = "optimizer";

    private final String folder;
    private final String parameter;
    private final String shared;
    private final Expr learningRate;
    private final Expr step;
    private final @Nullable String owner;
    private final String suffix;

    /**
     * A scope of the model's optimizer.
     *
     * @param trace what it writes into
     * @param parameter the parameter's path, or a name for rules that see all parameters
     */
    public UpdateTraceScope(Trace trace, String parameter) {
        this(trace, parameter, SLOTS, scalar(LEARNING_RATE), scalar(STEP));
    }

    /**
     * A scope.
     *
     * @param trace what it writes into
     * @param parameter the parameter's path, or a name for rules that see all parameters
     * @param shared the folder of what is kept once for all parameters
     * @param learningRate of the parameter, rank 0
     * @param step the number of updates before this one, rank 0
     */
    public UpdateTraceScope(Trace trace, String parameter, String shared, Expr learningRate, Expr step) {
        this(trace, SLOTS, parameter, shared, learningRate, step, null, "");
    }

    private UpdateTraceScope(Trace trace, String folder, String parameter, String shared, Expr learningRate, Expr step,
            @Nullable String owner, String suffix) {
        super(trace, folder + "/" + parameter, true);
        this.folder = folder;
        this.parameter = parameter;
        this.shared = shared;
        this.learningRate = learningRate;
        this.step = step;
        this.owner = owner;
        this.suffix = suffix;
    }

    /**
     * The same scope for one of several techniques that keep slots at this place.
     *
     * @param technique its name
     * @param suffix what stands behind the names of its slots
     */
    public UpdateTraceScope owned(String technique, String suffix) {
        return new UpdateTraceScope(trace(), folder, parameter, shared, learningRate, step, technique, suffix);
    }

    /**
     * A scope whose slots lie elsewhere.
     *
     * @param trace what it writes into
     * @param folder the folder of all slots
     * @param parameter the parameter's path, or a name for rules that see all parameters
     * @param step the number of updates before this one, rank 0
     */
    public static UpdateTraceScope in(Trace trace, String folder, String parameter, Expr step) {
        return new UpdateTraceScope(trace, folder, parameter, folder, scalar(LEARNING_RATE), step, null, "");
    }

    @Override
    public UpdateTraceScope within(String name) {
        return within(name, learningRate);
    }

    @Override
    public UpdateTraceScope within(String name, Expr rate) {
        placed(name);
        return new UpdateTraceScope(trace(), folder, parameter + "/" + name, shared + "/" + name, rate, step, owner, suffix);
    }

    @Override
    public State slot(String name, Shape shape, double initial) {
        String place = path() + "/" + name + suffix;
        if (owner != null) {
            trace().own(place, owner + suffix);
            trace().origins().place(place, owner);
        }
        return trace().state(place, shape, initial);
    }

    @Override
    public State globalSlot(String name, double initial) {
        String place = shared + "/" + name;
        if (owner != null) {
            trace().origins().place(place, owner);
        }
        return trace().globalState(place, initial);
    }

    @Override
    public Expr learningRate() {
        return learningRate;
    }

    @Override
    public Expr step() {
        return step;
    }
}
