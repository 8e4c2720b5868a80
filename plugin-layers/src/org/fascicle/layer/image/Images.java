package org.fascicle.layer.image;

import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.gather;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.require;
import static org.fascicle.api.expr.Expressions.reshape;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.scope.Scope;

/** A batch of images, and other images made of their pixels. Immutable; lives no longer than a trace. */
public final class Images {
    private final Shape given;
    private final Expr pixels;

    private Images(Shape given, Expr pixels) {
        this.given = given;
        this.pixels = pixels;
    }

    /**
     * A layer's input as images.
     *
     * @param layer the layer's name, for messages
     * @param x {@code [rows, height, width]} or {@code [rows, height, width, channels]}
     */
    public static Images of(String layer, Expr x) {
        int rank = x.shape().rank();
        require(rank == 3 || rank == 4, layer + " takes [rows, height, width] or [rows, height, width, channels], not "
                + x.shape());
        Shape shape = x.shape();
        return new Images(shape, rank == 4 ? x
                : reshape(x, Shape.of(shape.extent(0), shape.extent(1), shape.extent(2), 1)));
    }

    /** {@code [rows, height, width, channels]}. */
    public Expr pixels() {
        return pixels;
    }

    /** Pixels in rows from the top. */
    public int height() {
        return given.extent(1);
    }

    /** Pixels in columns from the left. */
    public int width() {
        return given.extent(2);
    }

    /** The row of each pixel: real {@code [1, height, 1]}. */
    public Expr row() {
        return iota(Shape.of(1, height(), 1), 1).cast(Type.REAL);
    }

    /** The column of each pixel: real {@code [1, 1, width]}. */
    public Expr column() {
        return iota(Shape.of(1, 1, width()), 2).cast(Type.REAL);
    }

    /**
     * A factor, as Keras writes it.
     *
     * @param factor the bounds, the lower first; or one number, for this much either way
     * @return the two bounds
     * @throws IllegalArgumentException if it is neither; the message names the option
     */
    public static List<Double> bounds(String option, List<Double> factor) {
        boolean fits = factor.size() == 2 ? factor.get(0) <= factor.get(1) : factor.size() == 1 && factor.get(0) >= 0;
        require(fits, option + " is two bounds, the lower first, or one number from 0 on, not " + factor);
        return factor.size() == 2 ? List.copyOf(factor) : List.of(-factor.get(0), factor.get(0));
    }

    /** A number between two bounds for each image: {@code [rows, 1, 1]}. */
    public Expr draw(List<Double> bounds, Scope scope) {
        double low = bounds.get(0);
        return scope.uniform(Shape.of(given.extent(0), 1, 1)).mul(bounds.get(1) - low).add(low);
    }

    /** {@code [rows, any, any, channels]} with as many axes as were given. */
    public Expr restored(Expr changed) {
        Shape shape = changed.shape();
        return given.rank() == 4 ? changed : reshape(changed, Shape.of(shape.extent(0), shape.extent(1), shape.extent(2)));
    }

    /**
     * Images of the same size whose pixels come from other places.
     *
     * @param row where each pixel comes from, real {@code [rows, height, width]} or repeated to it
     * @param column alike
     * @param interpolation what lies between pixels
     * @param mode what lies outside
     * @param fill the value of {@link FillMode#CONSTANT}
     */
    public Expr sampled(Expr row, Expr column, Interpolation interpolation, FillMode mode, double fill) {
        return restored(interpolation == Interpolation.NEAREST
                ? pixel(floor(row.add(0.5)), floor(column.add(0.5)), mode, fill)
                : blended(row, column, mode, fill));
    }

    private Expr blended(Expr row, Expr column, FillMode mode, double fill) {
        Expr top = floor(row);
        Expr left = floor(column);
        Expr low = row.sub(top);
        Expr right = column.sub(left);
        Expr upper = pixel(top, left, mode, fill).mul(weight(right.neg().add(1)))
                .add(pixel(top, left.add(1), mode, fill).mul(weight(right)));
        Expr lower = pixel(top.add(1), left, mode, fill).mul(weight(right.neg().add(1)))
                .add(pixel(top.add(1), left.add(1), mode, fill).mul(weight(right)));
        return upper.mul(weight(low.neg().add(1))).add(lower.mul(weight(low)));
    }

    private Expr pixel(Expr row, Expr column, FillMode mode, double fill) {
        Shape shape = pixels.shape();
        int places = Math.multiplyExact(height(), width());
        Expr lying = reshape(pixels, Shape.of(shape.extent(0), places, shape.extent(3)));
        Expr place = inside(row, height(), mode).mul(width()).add(inside(column, width(), mode));
        Expr found = gather(lying, place.cast(Type.INT32), 1, 1);
        if (mode != FillMode.CONSTANT) {
            return found;
        }
        Expr within = row.ge(0).and(row.lt(height())).and(column.ge(0)).and(column.lt(width()));
        Expr share = weight(within.cast(Type.REAL));
        return found.mul(share).add(share.neg().add(1).mul(fill));
    }

    private static Expr inside(Expr place, int extent, FillMode mode) {
        switch (mode) {
            case REFLECT:
                Expr twice = place.sub(floor(place.div(2 * extent)).mul(2 * extent));
                return minimum(twice, twice.neg().add(2 * extent - 1));
            case WRAP:
                return place.sub(floor(place.div(extent)).mul(extent));
            default:
                return minimum(maximum(place, 0), extent - 1);
        }
    }

    private static Expr weight(Expr each) {
        return reshape(each, Shape.of(each.shape().extent(0), each.shape().extent(1), each.shape().extent(2), 1));
    }
}
