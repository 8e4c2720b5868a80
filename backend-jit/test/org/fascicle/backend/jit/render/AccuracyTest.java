package org.fascicle.backend.jit.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;

import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.InverseErf;
import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.machine.NativeFunction;
import org.fascicle.backend.jit.machine.Target;
import org.fascicle.backend.jit.recipe.Recipe;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The elementary functions' largest errors over binary32, and that code for each kind of processor gives the same bits. Of all numbers
 * every 7919th; all of them, which takes hours, with {@code -Dfascicle.accuracy=all}.
 */
class AccuracyTest {
    private static final boolean IS_ALL = "all".equals(System.getProperty("fascicle.accuracy"));
    private static final int STRIDE = IS_ALL ? 1 : 7919;
    private static final long COUNT = (1L << 32) / STRIDE;
    private static final int PIECE = 1 << 16;
    private static final Map<String, DoubleUnaryOperator> EXACT = Map.of("exp", StrictMath::exp, "expm1", StrictMath::expm1,
            "log", StrictMath::log, "log1p", StrictMath::log1p, "tanh", StrictMath::tanh, "erf", Erf::value, "erfinv",
            InverseErf::value, "floor", StrictMath::floor, "sqrt", StrictMath::sqrt, "sign", StrictMath::signum);
    private static final Map<String, Recipe> RECIPES = new LinkedHashMap<>();

    static {
        EXACT.keySet().stream().sorted().forEach(name -> RECIPES.put(name, Formula.of(
                x -> Primitives.named(name).orElseThrow().apply(x, Attributes.none()), Type.REAL)));
    }

    /** Name and largest error in units in the last place. */
    @ParameterizedTest
    @CsvSource({"exp,1", "expm1,2", "log,1", "log1p,2", "tanh,3", "erf,1", "erfinv,4", "floor,0", "sqrt,0.5", "sign,0"})
    void errorsAreBounded(String name, double bound) {
        Map<Target, NativeFunction> functions = new LinkedHashMap<>();
        for (Target target : Native.targets()) {
            functions.put(target, Native.function(Native.compile(RECIPES.values(), target), RECIPES.get(name)));
        }
        LongStream pieces = LongStream.range(0, (COUNT + PIECE - 1) / PIECE);
        (IS_ALL ? pieces.parallel() : pieces).forEach(piece -> {
            float[] x = new float[(int) Math.min(PIECE, COUNT - piece * PIECE)];
            for (int i = 0; i < x.length; i++) {
                x[i] = Float.intBitsToFloat((int) ((piece * PIECE + i) * STRIDE));
            }
            float[] y = values(functions.get(Target.NATIVE), x);
            functions.forEach((target, function) -> assertEqual(y, values(function, x), x, name + " on " + target));
            for (int i = 0; i < x.length; i++) {
                assertClose(name, bound, x[i], y[i]);
                if (name.equals("expm1") && Math.signum(x[i]) != Math.signum(y[i])) {
                    assertEquals(Math.signum(x[i]), Math.signum(y[i]), "the sign of expm1 of " + x[i]);
                }
            }
        });
    }

    private static void assertEqual(float[] expected, float[] y, float[] x, String name) {
        for (int i = 0; i < y.length; i++) {
            if (Float.floatToIntBits(y[i]) != Float.floatToIntBits(expected[i])) {
                assertEquals(expected[i], y[i], name + " of " + x[i]);
            }
        }
    }

    private static void assertClose(String name, double bound, float x, float y) {
        double exact = EXACT.get(name).applyAsDouble(x);
        float rounded = (float) exact;
        boolean isClose;
        if (Float.isNaN(rounded) || Float.isInfinite(rounded) || rounded == 0) {
            isClose = Float.compare(rounded, y) == 0 || Float.isInfinite(rounded) && Math.abs(y) == Float.MAX_VALUE;
        } else {
            isClose = Math.abs(y - exact) / Math.ulp(rounded) <= bound;
        }
        if (!isClose) {
            assertTrue(isClose, name + "(" + x + ") is " + y + ", not " + exact);
        }
    }

    /** The core asks for the sign of expm1(x) in place of that of x; the smallest numbers of both signs. */
    @ParameterizedTest
    @ValueSource(ints = {0, Integer.MIN_VALUE})
    void expm1HasTheSignOfItsArgument(int sign) {
        float[] x = new float[PIECE];
        for (int i = 0; i < x.length; i++) {
            x[i] = Float.intBitsToFloat(i | sign);
        }
        float[] y = values(Native.function(Native.compile(RECIPES.values(), Target.NATIVE), RECIPES.get("expm1")), x);
        for (int i = 0; i < x.length; i++) {
            assertEquals(Math.signum(x[i]), Math.signum(y[i]), "the sign of expm1 of " + x[i]);
        }
    }

    private static float[] values(NativeFunction function, float[] x) {
        try (OffHeap memory = new OffHeap()) {
            long y = memory.put(new float[x.length]);
            long[] words = new long[KernelWords.count(2)];
            words[KernelWords.OUTER_TO] = 1;
            words[KernelWords.INNER_TO] = x.length;
            words[KernelWords.address(0)] = memory.put(x);
            words[KernelWords.address(1)] = y;
            function.call(memory.put(words));
            return OffHeap.floats(y, x.length);
        }
    }
}
