package org.fascicle.compiler.gradient;

import static org.fascicle.api.expr.Expressions.input;
import static org.fascicle.api.expr.Expressions.stopGradient;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Set;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.junit.jupiter.api.Test;

class HeldTest {
    private final Expr x = input("x", Type.REAL, Shape.of(2));

    @Test
    void whatAGradientIsStoppedAtIsAnInput() {
        Expr square = x.square();
        Held held = Held.of(List.of(stopGradient(square).mul(x)), "constant ");
        assertEquals(Set.of("constant 0"), held.constants().keySet());
        assertSame(square, held.constants().get("constant 0"));
        Expr product = held.expressions().get(0);
        assertEquals(input("constant 0", Type.REAL, Shape.of(2)).mul(x).toString(), product.toString());
        assertSame(x, product.operands().get(1));
    }

    @Test
    void oneThatStandsTwiceIsOneConstant() {
        Expr stopped = stopGradient(x);
        Held held = Held.of(List.of(stopped.mul(x), stopped.add(x)), "c");
        assertEquals(Set.of("c0"), held.constants().keySet());
        assertSame(held.expressions().get(0).operands().get(0), held.expressions().get(1).operands().get(0));
    }

    @Test
    void whatHasAGradientOfItsOwnMovesAsItsSurrogate() {
        Expr value = x.square();
        Expr surrogate = x.mul(3);
        Held held = Held.of(List.of(value.withGradientOf(surrogate).mul(x)), "c");
        assertEquals(value.sub(surrogate).toString(), held.constants().get("c0").toString());
        Expr moved = held.expressions().get(0).operands().get(0);
        assertSame(surrogate, moved.operands().get(0));
        assertEquals(input("c0", Type.REAL, Shape.of(2)).toString(), moved.operands().get(1).toString());
    }

    @Test
    void othersStayAsTheyAre() {
        Expr y = x.square().add(1);
        Held held = Held.of(List.of(y), "c");
        assertEquals(Set.of(), held.constants().keySet());
        assertSame(y, held.expressions().get(0));
    }
}
