package org.fascicle.compiler.decomposition;

import static org.fascicle.api.expr.Expressions.full;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.where;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;

/** Decompositions of pooling: the cells of the window one after the other, each at all places at once. */
final class Pooling {
    private Pooling() {}

    static Optional<Expr> max(Expr e) {
        Cells cells = new Cells(e, e.operands().get(0).shape(), e.shape());
        return Optional.of(max(cells, cells.padded(e.operands().get(0), Double.NEGATIVE_INFINITY)));
    }

    private static Expr max(Cells cells, Expr padded) {
        Expr greatest = cells.of(padded, 0);
        for (int cell = 1; cell < cells.count(); cell++) {
            greatest = maximum(greatest, cells.of(padded, cell));
        }
        return greatest;
    }

    static Optional<Expr> sum(Expr e) {
        Cells cells = new Cells(e, e.operands().get(0).shape(), e.shape());
        Expr padded = cells.padded(e.operands().get(0), 0);
        List<Expr> parts = new ArrayList<>();
        for (int cell = 0; cell < cells.count(); cell++) {
            parts.add(cells.of(padded, cell));
        }
        return Optional.of(Cells.total(parts));
    }

    /** To the first cell that is the maximum, or the first NaN; a padding is none, though −∞ may be the maximum. */
    static Optional<Expr> maxGrad(Expr e) {
        Expr x = e.operands().get(0);
        Expr g = e.operands().get(1);
        Cells cells = new Cells(e, x.shape(), g.shape());
        Expr padded = cells.padded(x, Double.NEGATIVE_INFINITY);
        Expr inside = cells.padded(full(Shape.of(1, x.shape().extent(1), x.shape().extent(2), 1), 1), 0);
        Expr greatest = max(cells, padded);
        Expr isNumber = greatest.eq(greatest);
        Expr left = isNumber.or(isNumber.not());
        List<Expr> parts = new ArrayList<>();
        for (int cell = 0; cell < cells.count(); cell++) {
            Expr value = cells.of(padded, cell);
            Expr stands = where(isNumber, value.eq(greatest), value.eq(value).not()).and(cells.of(inside, cell).gt(0));
            parts.add(cells.place(cell, where(left.and(stands), g, 0)));
            left = left.and(stands.not());
        }
        return Optional.of(cells.unpadded(Cells.total(parts)));
    }

    static Optional<Expr> sumGrad(Expr e) {
        Expr g = e.operands().get(0);
        Cells cells = new Cells(e, e.shape(), g.shape());
        List<Expr> parts = new ArrayList<>();
        for (int cell = 0; cell < cells.count(); cell++) {
            parts.add(cells.place(cell, g));
        }
        return Optional.of(cells.unpadded(Cells.total(parts)));
    }
}
