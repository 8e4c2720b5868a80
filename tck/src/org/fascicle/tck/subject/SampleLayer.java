package org.fascicle.tck.subject;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.tanh;

import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.watch.Watch;
import org.fascicle.api.watch.WatchedLayer;

/** A layer whose activation is tanh. */
final class SampleLayer implements WatchedLayer, Watching {
    private final Expr sums;
    private final Expr gradient;

    private SampleLayer(Expr sums, Expr gradient) {
        this.sums = sums;
        this.gradient = gradient;
    }

    static SampleLayer of(Shape shape) {
        return new SampleLayer(input("sums", Type.REAL, shape), input("gradient", Type.REAL, shape));
    }

    @Override
    public String name() {
        return "layer";
    }

    @Override
    public Expr output() {
        return tanh(sums);
    }

    @Override
    public Expr sums() {
        return sums;
    }

    @Override
    public Expr slope() {
        return constant(1).sub(tanh(sums).square());
    }

    @Override
    public Expr gradient() {
        return gradient;
    }

    @Override
    public Map<String, Expr> ask(Watch watch) {
        return watch.layer(this);
    }

    @Override
    public List<Leaf> leaves() {
        return List.of(Leaf.of("sums", sums, Leaf.Values.NORMAL), Leaf.of("gradient", gradient, Leaf.Values.NORMAL));
    }

    @Override
    public String toString() {
        return "a layer " + sums.shape();
    }
}
