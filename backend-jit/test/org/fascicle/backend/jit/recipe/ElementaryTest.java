package org.fascicle.backend.jit.recipe;

import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.tanh;
import static org.fascicle.api.expr.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.IdentityHashMap;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.compiler.lowering.Lowering;
import org.junit.jupiter.api.Test;

class ElementaryTest {
    private final Expr x = input("x", Type.REAL, Shape.batch(4));
    private final Expr y = input("y", Type.REAL, Shape.batch(4));

    private static int size(Expr e) {
        return Elementary.size(new Lowering(new IdentityHashMap<>()).output("out", e).build().outputs().get("out"));
    }

    @Test
    void anOperationOfTheProcessorIsOne() {
        assertEquals(1, size(x.add(y)));
        assertEquals(1, size(x.gt(y)));
        assertEquals(1, size(where(input("c", Type.BOOL, Shape.batch(4)), x, y)));
        assertEquals(1, size(input("i", Type.INT32, Shape.batch(4)).mul(input("j", Type.INT32, Shape.batch(4)))));
    }

    @Test
    void anElementaryFunctionIsMany() {
        assertTrue(size(tanh(x)) > 20 && size(tanh(x)) < 64, "tanh: " + size(tanh(x)));
    }
}
