package org.fascicle.backend.gpu;

import static org.fascicle.api.expr.Expressions.broadcast;
import static org.fascicle.api.expr.Expressions.exp;
import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.matmul;
import static org.fascicle.api.expr.Expressions.max;
import static org.fascicle.api.expr.Expressions.maxKeep;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.tanh;
import static org.fascicle.api.expr.Shape.ROWS;

import java.util.List;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.expr.Window;
import org.fascicle.backend.testing.Comparison;
import org.junit.jupiter.api.Test;

/** Sums so long that they are made in pieces, products with what is computed behind them, and lines of any length, against the reference. */
class SumsTest {
    private static Comparison comparison(long seed) {
        return new Comparison(seed, Subject.families()).tolerance(1e-5).ofScale();
    }

    @Test
    void productsOfALongInnerIndexAreMadeInPieces() {
        Comparison c = comparison(1);
        Expr bias = c.real(3);
        for (boolean turned : new boolean[] {false, true}) {
            Expr left = turned ? c.real(1500, 5) : c.real(5, 1500);
            Expr right = turned ? c.real(3, 1500) : c.real(1500, 3);
            Expr y = matmul(left, right, turned, turned).mul(0.03);
            c.check(y);
            c.check(tanh(y.add(broadcast(bias, y.shape()))));
        }
        Expr several = matmul(c.real(ROWS, 2, 700), c.real(ROWS, 700, 4), false, false);
        c.check(several.mul(several));
    }

    @Test
    void convolutionsOfManyChannelsAreMadeInPieces() {
        Comparison c = comparison(2);
        Window window = Window.of(3, 2).strides(2, 1).padding(new int[] {1, 0}, new int[] {0, 1});
        Expr image = c.real(ROWS, 6, 5, 130);
        Expr kernel = c.real(3, 2, 130, 4);
        Expr y = Expressions.conv2d(image, kernel, window).mul(0.05);
        c.check(y);
        c.check(tanh(y.add(broadcast(c.real(4), y.shape()))));
        Expr wide = c.real(ROWS, 40, 30, 2);
        Shape places = window.over(wide.shape());
        Expr g = c.real(ROWS, places.extent(1), places.extent(2), 3);
        Attributes shape = window.attributes().with("shape", Shape.of(3, 2, 2, 3));
        c.check(Primitives.CONV_GRAD_KERNEL.apply(List.of(wide, g), shape).mul(0.1));
    }

    @Test
    void productsComputeWhatIsBehindThem() {
        Comparison c = comparison(3);
        Expr x = c.real(ROWS, 70);
        Expr y = matmul(x, c.real(70, 65), false, false);
        Expr column = broadcast(c.real(ROWS, 1), y.shape());
        Expr bits = Expressions.randomBits("p", 3, y.shape(), 24).cast(Type.REAL).mul(Math.pow(2, -24));
        c.check(Expressions.where(bits.ge(0.5), y.mul(column), Expressions.zerosLike(y)));
        c.check(y.add(Expressions.iota(y.shape(), 1).cast(Type.REAL)).mul(Expressions.transpose(c.real(65, ROWS), 1, 0)));
        Expr cubes = matmul(c.real(2, ROWS, 3, 4), c.real(2, ROWS, 4, 5), false, false);
        c.check(cubes.add(broadcast(c.real(2, 1, 1, 5), cubes.shape())).mul(broadcast(c.real(ROWS, 3, 1), cubes.shape())));
        Expr image = Expressions.conv2d(c.real(ROWS, 6, 5, 2), c.real(3, 2, 2, 4), Window.of(3, 2));
        c.check(image.add(broadcast(c.real(4), image.shape())).mul(broadcast(c.real(ROWS, 1, 1, 4), image.shape())));
        Expr thin = matmul(c.real(ROWS, 7), c.real(7, 1), false, false);
        c.check(tanh(thin.add(broadcast(c.real(1), thin.shape()))));
    }

    @Test
    void longSumsAreMadeInPieces() {
        Comparison c = comparison(4);
        Expr line = c.real(100_000);
        c.check(sum(line, 0));
        c.check(tanh(sum(line.mul(line), 0).mul(1e-6)));
        c.check(max(line, 0).add(1));
        Expr tall = c.real(9000, 5);
        c.check(sum(tall, 0).mul(c.real(5)));
        c.check(broadcast(maxKeep(tall, 0), tall.shape()).sub(tall));
        c.check(sum(floor(tall).cast(Type.INT32), 0).cast(Type.REAL));
        Expr flat = c.real(ROWS, 70_000);
        c.check(flat.mul(broadcast(sumKeep(flat, 1).mul(1e-3), flat.shape())));
    }

    @Test
    void linesOfAnyLengthAreOneKernel() {
        for (int length : new int[] {1, 2, 8, 10, 33, 256, 1000}) {
            Comparison c = comparison(5);
            Expr x = c.real(ROWS, length);
            Expr e = exp(x.sub(broadcast(maxKeep(x, 1), x.shape())));
            Expr softmax = e.div(broadcast(sumKeep(e, 1), x.shape()));
            c.check(softmax);
            c.check(sum(softmax.mul(x), 1).mul(sum(x, 1)));
            Expr centred = x.sub(broadcast(sumKeep(x, 1).div(length), x.shape()));
            Expr variance = sumKeep(centred.mul(centred), 1).div(length).add(0.1);
            c.check(centred.div(broadcast(Expressions.sqrt(variance), x.shape())).mul(broadcast(c.real(length), x.shape())));
        }
    }

    @Test
    void scattersAddInTheirOrder() {
        Comparison c = comparison(6);
        Expr indices = c.integer(Type.INT32, 9, 9000);
        c.check(Expressions.scatterAdd(Shape.of(7, 3), indices, c.real(9000, 3), 0, 0));
        c.check(Expressions.scatterAdd(Shape.of(2, 7, 300), c.integer(Type.INT32, 7, 50), c.real(2, 50, 300), 1, 0));
    }
}
