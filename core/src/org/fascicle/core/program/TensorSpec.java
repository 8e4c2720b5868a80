package org.fascicle.core.program;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.graph.Variable;
import org.fascicle.compiler.trace.Parameter;
import org.fascicle.compiler.trace.Trace;
import org.fascicle.compiler.trace.TracedState;

/** A tensor that a network keeps. Immutable. */
public final class TensorSpec {
    private final Variable variable;
    private final double initial;
    private final boolean trained;
    private final boolean drawn;

    public TensorSpec(Variable variable, double initial, boolean trained) {
        this(variable, initial, trained, false);
    }

    private TensorSpec(Variable variable, double initial, boolean trained, boolean drawn) {
        this.variable = variable;
        this.initial = initial;
        this.trained = trained;
        this.drawn = drawn;
    }

    /** The tensors that a trace's techniques declared: parameters, then states. */
    public static List<TensorSpec> of(Trace trace) {
        List<TensorSpec> tensors = new ArrayList<>();
        for (Parameter parameter : trace.parameters()) {
            tensors.add(new TensorSpec(parameter.variable(), 0, parameter.isTrainable(), true));
        }
        for (TracedState state : trace.states()) {
            tensors.add(new TensorSpec(state.variable(), state.initial(), false, state.isDrawn()));
        }
        return tensors;
    }

    /** Path, type and shape. */
    public Variable variable() {
        return variable;
    }

    /** The value of each element at first; what is drawn gets it from the initialization graph. */
    public double initial() {
        return initial;
    }

    /** Whether training changes it through its gradient. */
    public boolean isTrained() {
        return trained;
    }

    /** Whether an initializer gives it its first values. */
    public boolean isDrawn() {
        return drawn;
    }
}
