package org.fascicle.compiler.decomposition;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.concat;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.reshape;
import static org.fascicle.api.expr.Expressions.slice;
import static org.fascicle.api.expr.Expressions.sum;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;

/** Decompositions of convolutions into patches and matrix products. */
final class Convolutions {
    private Convolutions() {}

    static Optional<Expr> conv(Expr e) {
        Expr kernel = e.operands().get(1);
        Expr patches = patches(new Cells(e, e.operands().get(0).shape(), e.shape()), e.operands().get(0));
        return Optional.of(reshape(matmul(patches, matrices(kernel, patches)), e.shape()));
    }

    static Optional<Expr> gradInput(Expr e) {
        Expr g = e.operands().get(0);
        Expr kernel = e.operands().get(1);
        Cells cells = new Cells(e, e.shape(), g.shape());
        Expr lines = lines(g);
        Expr products = matmul(lines, matrices(kernel, lines), false, true);
        int channels = e.shape().extent(3);
        Expr parts = reshape(products, g.shape().with(3, cells.count() * channels));
        List<Expr> placed = new ArrayList<>();
        for (int cell = 0; cell < cells.count(); cell++) {
            placed.add(cells.place(cell, slice(parts, 3, cell * channels, (cell + 1) * channels)));
        }
        return Optional.of(cells.unpadded(Cells.total(placed)));
    }

    static Optional<Expr> gradKernel(Expr e) {
        Expr x = e.operands().get(0);
        Expr g = e.operands().get(1);
        Expr patches = patches(new Cells(e, x.shape(), g.shape()), x);
        return Optional.of(reshape(sum(matmul(patches, lines(g), true, false), 0), e.shape()));
    }

    /** For each example a matrix: a line for each place of the window, with what it covers. */
    private static Expr patches(Cells cells, Expr x) {
        Expr padded = cells.padded(x, 0);
        List<Expr> parts = new ArrayList<>();
        for (int cell = 0; cell < cells.count(); cell++) {
            parts.add(cells.of(padded, cell));
        }
        return lines(concat(parts, 3));
    }

    /** Images as matrices: a line for each place. */
    private static Expr lines(Expr x) {
        Shape shape = x.shape();
        return reshape(x, Shape.of(shape.extent(0), Math.multiplyExact(shape.extent(1), shape.extent(2)), shape.extent(3)));
    }

    /** The kernel as a matrix, for each example again. */
    private static Expr matrices(Expr kernel, Expr examples) {
        Shape shape = kernel.shape();
        int lines = Math.multiplyExact(Math.multiplyExact(shape.extent(0), shape.extent(1)), shape.extent(2));
        return broadcast(reshape(kernel, Shape.of(lines, shape.extent(3))),
                Shape.of(examples.shape().extent(0), lines, shape.extent(3)));
    }
}
