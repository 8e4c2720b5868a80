package org.fascicle.compiler.trace;

import static org.fascicle.api.expr.Expressions.scalar;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.optimizer.UpdateScope;
import org.fascicle.api.scope.State;

/** The scope of an update rule, for one parameter. Slots lie under {@code optimizer/…}. */
public final class UpdateTraceScope extends TraceScope implements UpdateScope {
    /** The host scalar of the learning rate. */
    public static final String LEARNING_RATE = "learning_rate";
    /** The host scalar of the number of applied updates. */
    public static final String STEP = "step";
    /** The folder of all slots. */
    public static final String SLOTS = "optimizer";

    private final String shared;
    private final Expr learningRate;

    /**
     * A scope of the model's optimizer.
     *
     * @param trace what it writes into
     * @param parameter the parameter's path, or a name for rules that see all parameters
     */
    public UpdateTraceScope(Trace trace, String parameter) {
        this(trace, parameter, SLOTS, scalar(LEARNING_RATE));
    }

    /**
     * A scope.
     *
     * @param trace what it writes into
     * @param parameter the parameter's path, or a name for rules that see all parameters
     * @param shared the folder of what is kept once for all parameters
     * @param learningRate of the parameter, rank 0
     */
    public UpdateTraceScope(Trace trace, String parameter, String shared, Expr learningRate) {
        this(trace, SLOTS, parameter, shared, learningRate);
    }

    private UpdateTraceScope(Trace trace, String folder, String parameter, String shared, Expr learningRate) {
        super(trace, folder + "/" + parameter, true);
        this.shared = shared;
        this.learningRate = learningRate;
    }

    /**
     * A scope whose slots lie elsewhere.
     *
     * @param trace what it writes into
     * @param folder the folder of all slots
     * @param parameter the parameter's path, or a name for rules that see all parameters
     */
    public static UpdateTraceScope in(Trace trace, String folder, String parameter) {
        return new UpdateTraceScope(trace, folder, parameter, folder, scalar(LEARNING_RATE));
    }

    @Override
    public State slot(String name, Shape shape, double initial) {
        return trace().state(path() + "/" + name, shape, initial);
    }

    @Override
    public State globalSlot(String name, double initial) {
        return trace().globalState(shared + "/" + name, initial);
    }

    @Override
    public Expr learningRate() {
        return learningRate;
    }

    @Override
    public Expr step() {
        return scalar(STEP);
    }
}
