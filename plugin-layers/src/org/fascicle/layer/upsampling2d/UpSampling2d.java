package org.fascicle.layer.upsampling2d;

import static org.fascicle.api.expr.Expressions.align;
import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.gather;
import static org.fascicle.api.expr.Expressions.iota;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.minimum;
import static org.fascicle.api.expr.Expressions.where;

import java.util.List;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Technique;
import org.fascicle.layer.window.Checks;
import org.fascicle.layer.window.DataFormat;

/**
 * Makes images larger by whole factors: from {@code [rows, height, width, channels]} to {@code [rows, height size_1, width
 * size_2, channels]}, each cell repeated ({@code nearest}) or blended with its neighbours by distance ({@code bilinear}; the
 * centres of cells count, the edges continue). {@code bicubic}, {@code lanczos3} and {@code lanczos5} weigh two, three and
 * five cells to each side; at the edges the cells that are there share the whole weight, as in Keras on TensorFlow and JAX.
 */
@Technique(value = "up_sampling_2d", aliases = {"UpSampling2D", "up_sampling2d"},
        description = "Makes images larger by repeating or blending their cells.",
        formula = "y[i, j, c] = x[floor(i / s), floor(j / t), c], or the cells around (i + 1/2) / s - 1/2 weighted by "
                + "distance, alike j",
        source = "Customary; Keras UpSampling2D")
public record UpSampling2d(
        @Default("2,2") @Range("[1,inf)") List<Integer> size,
        @Default("channels_last") DataFormat dataFormat,
        @Default("nearest") Interpolation interpolation) implements Layer {
    /** What lies between the centres of cells. */
    public enum Interpolation { NEAREST, BILINEAR, BICUBIC, LANCZOS3, LANCZOS5 }

    public UpSampling2d {
        size = Checks.pair("size", size);
    }

    @Override
    public Expr apply(Expr x, Scope scope) {
        return grown(grown(Checks.image("up_sampling_2d", x), 1, size.get(0)), 2, size.get(1));
    }

    private Expr grown(Expr x, int axis, int factor) {
        int extent = x.shape().extent(axis);
        Expr index = iota(Shape.of(Math.multiplyExact(extent, factor)), 0);
        if (interpolation == Interpolation.NEAREST) {
            return gather(x, index.div(factor), axis);
        }
        Expr place = index.cast(Type.REAL).add(0.5).div(factor).sub(0.5);
        Expr before = floor(place);
        return switch (interpolation) {
            case BICUBIC -> weighted(x, axis, place, before, Kernel.CUBIC);
            case LANCZOS3 -> weighted(x, axis, place, before, Kernel.LANCZOS3);
            case LANCZOS5 -> weighted(x, axis, place, before, Kernel.LANCZOS5);
            default -> between(x, axis, place, before);
        };
    }

    private static Expr between(Expr x, int axis, Expr place, Expr before) {
        Expr share = align(place.sub(before), x.shape(), axis);
        return cells(x, axis, before).mul(share.neg().add(1)).add(cells(x, axis, before.add(1)).mul(share));
    }

    private static Expr weighted(Expr x, int axis, Expr place, Expr before, Kernel kernel) {
        Expr sum = constant(0);
        Expr total = constant(0);
        for (int step = 1 - kernel.radius(); step <= kernel.radius(); step++) {
            Expr cell = before.add(step);
            Expr there = cell.ge(0).and(cell.lt(x.shape().extent(axis)));
            Expr weight = where(there, kernel.weight(place.sub(cell)), 0);
            sum = sum.add(cells(x, axis, cell).mul(align(weight, x.shape(), axis)));
            total = total.add(weight);
        }
        return sum.div(align(total, x.shape(), axis));
    }

    private static Expr cells(Expr x, int axis, Expr places) {
        return gather(x, minimum(maximum(places, 0), x.shape().extent(axis) - 1).cast(Type.INT32), axis);
    }
}
