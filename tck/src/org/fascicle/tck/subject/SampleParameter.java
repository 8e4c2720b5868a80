package org.fascicle.tck.subject;

import static org.fascicle.api.expr.Expressions.variable;

import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.watch.Watch;
import org.fascicle.api.watch.WatchedParameter;

/** A parameter, its gradient, and what a step adds to it. */
final class SampleParameter implements WatchedParameter, Watching {
    private final Expr value;
    private final Expr gradient;
    private final Expr update;

    private SampleParameter(Expr value, Expr gradient, Expr update) {
        this.value = value;
        this.gradient = gradient;
        this.update = update;
    }

    static SampleParameter of(Shape shape) {
        return new SampleParameter(variable("tensor", Type.REAL, shape), variable("gradient", Type.REAL, shape),
                variable("update", Type.REAL, shape));
    }

    @Override
    public String path() {
        return "layer/kernel";
    }

    @Override
    public Expr value() {
        return value;
    }

    @Override
    public Expr gradient() {
        return gradient;
    }

    @Override
    public Expr update() {
        return update;
    }

    @Override
    public Map<String, Expr> ask(Watch watch) {
        return watch.parameter(this);
    }

    @Override
    public List<Leaf> leaves() {
        return List.of(Leaf.of("tensor", value, Leaf.Values.NORMAL), Leaf.of("gradient", gradient, Leaf.Values.NORMAL),
                Leaf.of("update", update, Leaf.Values.NORMAL));
    }

    @Override
    public String toString() {
        return "a parameter " + value.shape();
    }
}
