package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.softmax;
import static org.fascicle.api.expr.Expressions.sumKeep;
import static org.fascicle.api.expr.Expressions.tanh;
import static org.fascicle.api.expr.Expressions.transpose;
import static org.fascicle.api.expr.Expressions.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.compiler.rewrite.Rewriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SlopeTest {
    private final Expr x = input("x", Type.REAL, Shape.batch(3));

    @Test
    void whatActsOnEachNumberHasOne() {
        Expr alpha = variable("alpha", Type.REAL, Shape.of(3));
        for (Expr y : List.of(x, tanh(x), maximum(x, 0).add(alpha.mul(x)),
                x.mul(sumKeep(input("other", Type.REAL, Shape.batch(3)), 1)))) {
            assertEquals(x.shape(), present(slope(y)).shape());
        }
    }

    private static Expr present(@Nullable Expr slope) {
        return Objects.requireNonNull(slope);
    }

    @Test
    void whatMixesNumbersHasNone() {
        assertNull(slope(softmax(x)));
        assertNull(slope(x.sub(sumKeep(x, 1))));
        Expr square = variable("square", Type.REAL, Shape.of(3, 3));
        assertNull(Slope.of(transpose(square, 1, 0), square, new IdentityHashMap<>()));
    }

    @Test
    void whatDoesNotDependOnItHasNone() {
        assertNull(slope(input("other", Type.REAL, Shape.batch(3))));
    }

    private @Nullable Expr slope(Expr y) {
        return Slope.of(Rewriter.rewrite(List.of(y)).get(0), x, new IdentityHashMap<>());
    }
}
