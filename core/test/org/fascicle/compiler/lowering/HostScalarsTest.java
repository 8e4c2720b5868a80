package org.fascicle.compiler.lowering;

import static org.fascicle.api.expr.Expressions.constant;
import static org.fascicle.api.expr.Expressions.cos;
import static org.fascicle.api.expr.Expressions.erf;
import static org.fascicle.api.expr.Expressions.erfc;
import static org.fascicle.api.expr.Expressions.floor;
import static org.fascicle.api.expr.Expressions.maximum;
import static org.fascicle.api.expr.Expressions.scalar;
import static org.fascicle.api.expr.Expressions.softplus;
import static org.fascicle.api.expr.Expressions.sum;
import static org.fascicle.api.expr.Expressions.variable;
import static org.fascicle.api.expr.Expressions.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.compiler.expression.ErrorFunction;
import org.junit.jupiter.api.Test;

class HostScalarsTest {
    private static final Map<String, Double> SCALARS = Map.of("step", 7.0, "rate", 0.25);

    @Test
    void computesInDoublePrecision() {
        Expr step = scalar("step");
        Expr decay = scalar("rate").mul(constant(0.9).pow(floor(step.div(constant(3)))));
        assertEquals(0.25 * Math.pow(0.9, 2), HostScalars.evaluate(decay, SCALARS::get));
        Expr warm = where(step.lt(10), step.div(constant(10)), cos(step));
        assertEquals(0.7, HostScalars.evaluate(warm, SCALARS::get));
        assertEquals(Math.log1p(Math.exp(7)), HostScalars.evaluate(softplus(step), SCALARS::get), 1e-12);
        assertEquals(1.0 / 3, HostScalars.evaluate(constant(1).div(constant(3)), SCALARS::get));
    }

    @Test
    void integersWrapAndTruncate() {
        Expr seven = scalar("step").cast(Type.INT32);
        assertEquals(-3, HostScalars.evaluate(seven.neg().div(2).cast(Type.REAL), SCALARS::get));
        assertEquals(0, HostScalars.evaluate(seven.div(0).cast(Type.REAL), SCALARS::get));
        Expr great = constant(Integer.MAX_VALUE, Type.INT32).add(seven);
        assertEquals(Integer.MIN_VALUE + 6, HostScalars.evaluate(great.cast(Type.REAL), SCALARS::get));
    }

    @Test
    void refusesWhatIsNotOfTheHost() {
        Expr tensor = sum(variable("w", Type.REAL, Shape.of(2)));
        assertThrows(IllegalArgumentException.class, () -> HostScalars.compile(List.of(tensor)));
    }

    @Test
    void allocatesNothingPerCall() {
        HostScalars compiled = HostScalars.compile(List.of(scalar("rate").mul(scalar("step")), maximum(scalar("rate"), 1)));
        double[] into = new double[2];
        ToDoubleFunction<String> fixed = name -> 0.5;
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        for (int i = 0; i < 20_000; i++) {
            if (i == 10_000) {
                before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            }
            compiled.evaluate(fixed, into);
        }
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertEquals(0.25, into[0]);
        assertEquals(1, into[1]);
        // Less than a byte a call: what the measurement itself allocates.
        assertTrue(allocated < 10_000, allocated + " bytes");
    }

    @Test
    void errorFunctionAgainstItsIntegral() {
        for (double x : new double[] {1e-9, 0.1, 0.5, 1, 1.99, 2.01, 3, 4.5, 7}) {
            double integral = simpson(x);
            assertEquals(integral, HostScalars.evaluate(erf(constant(x)), SCALARS::get), 3e-14);
            assertEquals(-integral, ErrorFunction.erf(-x), 3e-14);
        }
        // DLMF 7: erfc(0.5), erfc(2), erfc(5), erfc(10), erfc(26).
        double[][] complements = {{0.5, 0.4795001221869534623}, {2, 4.677734981047265838e-3}, {5, 1.5374597944280348502e-12},
            {10, 2.0884875837625447570e-45}, {26, 5.663192408856142846e-296}};
        for (double[] pair : complements) {
            assertEquals(pair[1], HostScalars.evaluate(erfc(constant(pair[0])), SCALARS::get), 2e-13 * pair[1]);
            assertEquals(2 - pair[1], ErrorFunction.erfc(-pair[0]), 1e-15);
        }
        for (double y : new double[] {-0.999999, -0.5, 1e-12, 0.3, 0.499, 0.501, 0.9, 0.99999999, 1 - 0x1p-50}) {
            double x = ErrorFunction.inverse(y);
            assertEquals(y, ErrorFunction.erf(x), 2e-16 + 1e-15 * Math.abs(y), "erfinv " + y);
        }
        assertEquals(Double.POSITIVE_INFINITY, ErrorFunction.inverse(1));
        assertTrue(Double.isNaN(ErrorFunction.inverse(1.01)) && Double.isNaN(ErrorFunction.erf(Double.NaN)));
        assertEquals(0.4769362762044698733814, ErrorFunction.inverse(0.5), 1e-16);
    }

    private static double simpson(double x) {
        int n = 20_000;
        double h = x / n;
        double total = 0;
        for (int i = 0; i <= n; i++) {
            double t = i * h;
            total += Math.exp(-t * t) * (i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2);
        }
        return total * h / 3 * 2 / Math.sqrt(Math.PI);
    }
}
