package org.fascicle.compiler.curve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;

import org.fascicle.api.activation.Activation;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.junit.jupiter.api.Test;

class ActivationCurveTest {
    private static final double[] AT = {-2, -0.5, 0, 0.5, 2};

    @Test
    void hasValuesAndDerivatives() {
        ActivationCurve elu = curve((z, scope) -> Expressions.where(z.gt(0), z, Expressions.expm1(z))).orElseThrow();
        assertArrayEquals(new double[] {Math.expm1(-2), Math.expm1(-0.5), 0, 0.5, 2}, elu.values(), 1e-15);
        assertArrayEquals(new double[] {Math.exp(-2), Math.exp(-0.5), 1, 1, 1}, elu.derivatives(), 1e-15);
    }

    @Test
    void hasTheDerivativeByWhichANetworkIsTrained() {
        ActivationCurve sign = curve((z, scope) -> Expressions.where(z.lt(0), -1, Expressions.where(z.ge(0), 1, z))
                .withGradientOf(Expressions.maximum(Expressions.minimum(z, 1), -1))).orElseThrow();
        assertArrayEquals(new double[] {-1, -1, 1, 1, 1}, sign.values());
        assertArrayEquals(new double[] {0, 1, 1, 1, 0}, sign.derivatives());
    }

    @Test
    void isAsOutsideTraining() {
        ActivationCurve random =
                curve((z, scope) -> scope.stochastic() ? z.mul(scope.uniform(z.shape())) : z.mul(2)).orElseThrow();
        assertArrayEquals(new double[] {-4, -1, 0, 1, 4}, random.values());
    }

    @Test
    void isNoneOfWhatIsNoFunctionOfOneNumber() {
        assertEquals(Optional.empty(), curve((z, scope) -> Expressions.softmax(z)));
        assertEquals(Optional.empty(), curve((z, scope) -> Expressions.broadcast(z, Shape.of(2))));
        assertEquals(Optional.empty(), curve((z, scope) -> z.mul(
                scope.parameter("alpha", Shape.scalar(), (shape, place) -> Expressions.constant(1), null, null))));
    }

    private static Optional<ActivationCurve> curve(Activation activation) {
        return ActivationCurve.of(activation, AT);
    }
}
