package org.fascicle.backend.jit.render;

import static org.fascicle.api.expr.Type.BOOL;
import static org.fascicle.api.expr.Type.INT32;
import static org.fascicle.api.expr.Type.REAL;
import static org.fascicle.api.expr.Type.UINT32;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.machine.Code;
import org.fascicle.backend.jit.machine.Target;
import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.recipe.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each operation of a lane, at the ends of what there is and everywhere between: the bits of plain Java. */
class OperationsTest {
    private static final float[] REALS = {0f, -0f, 1f, -1f, 0.5f, -1.5f, 2f, 3f, -3.7f, 100.3f, -1e-3f, 1e-9f, Float.MIN_VALUE,
        -Float.MIN_VALUE, Float.MIN_NORMAL, 0x1p23f, -0x1p24f, 0x1.fffffep30f, 0x1p31f, -0x1p31f, 3e9f, 0x1.fffffep31f, 0x1p32f,
        -5e9f, Float.MAX_VALUE, -Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.NaN};
    private static final int[] INTS =
            {0, 1, -1, 2, -2, 7, -7, 100, 12345678, -12345678, 0x55555555, 0x80000001, Integer.MAX_VALUE,
                Integer.MIN_VALUE};

    static List<Target> targets() {
        return Native.targets();
    }

    private static Map<String, Recipe> recipes() {
        Map<String, Recipe> recipes = new LinkedHashMap<>();
        for (String name : List.of("neg", "abs", "sign", "floor", "exp", "expm1", "log", "log1p", "sqrt", "tanh", "erf", "erfinv",
                "sin", "cos")) {
            recipes.put(name, primitive(name, REAL));
        }
        for (String name : List.of("neg", "abs", "sign")) {
            recipes.put(name + " of ints", primitive(name, INT32));
        }
        for (String name : List.of("add", "sub", "mul", "div", "max", "min", "gt", "ge", "eq")) {
            recipes.put(name, primitive(name, REAL, REAL));
            recipes.put(name + " of ints", primitive(name, INT32, INT32));
        }
        for (String name : List.of("gt", "ge", "eq")) {
            recipes.put(name + " of unsigned", primitive(name, UINT32, UINT32));
            recipes.put(name + " of truth values", primitive(name, BOOL, BOOL));
        }
        recipes.put("pow", primitive("pow", REAL, REAL));
        recipes.put("not", primitive("not", BOOL));
        recipes.put("and", primitive("and", BOOL, BOOL));
        recipes.put("or", primitive("or", BOOL, BOOL));
        recipes.put("where", primitive("where", BOOL, REAL, REAL));
        recipes.put("where of ints", primitive("where", BOOL, INT32, INT32));
        for (Type from : List.of(REAL, INT32, UINT32, BOOL)) {
            for (Type to : List.of(REAL, INT32, UINT32, BOOL)) {
                recipes.put("cast from " + from + " to " + to, Formula.of(x -> Expressions.cast(x.get(0), to), from));
            }
        }
        recipes.put("bfloat16", Formula.of(x -> Bfloat16.round(x.get(0)), REAL));
        recipes.put("fma", Formula.of(3, body -> x -> body.real(Op.FMA, x)));
        return recipes;
    }

    private static Recipe primitive(String name, Type... types) {
        return Formula.of((List<Expr> x) -> Primitives.named(name).orElseThrow().apply(x, Attributes.none()), types);
    }

    @ParameterizedTest
    @MethodSource("targets")
    void equalToPlainJavaToTheBit(Target target) {
        Map<String, Recipe> recipes = recipes();
        Code code = Native.compile(recipes.values(), target);
        recipes.forEach((name, recipe) -> operands(recipe).run(Native.function(code, recipe), name));
    }

    /** All operands of the lists, each with each. */
    private static Trial operands(Recipe recipe) {
        int operands = recipe.slots.size() - 1;
        int size = 1;
        for (int slot = 0; slot < operands; slot++) {
            size *= recipe.slots.get(slot).isInt ? INTS.length : REALS.length;
        }
        Trial trial = new Trial(recipe);
        trial.innerTo = size;
        trial.fill(1);
        int every = 1;
        for (int slot = 0; slot < operands; slot++) {
            boolean isInt = recipe.slots.get(slot).isInt;
            int count = isInt ? INTS.length : REALS.length;
            for (int i = 0; i < size; i++) {
                if (isInt) {
                    trial.ints(slot)[trial.at[slot] + i] = INTS[i / every % count];
                } else {
                    trial.floats(slot)[trial.at[slot] + i] = REALS[i / every % count];
                }
            }
            every *= count;
        }
        return trial;
    }

    @Test
    void noOperationIsLeftOut() {
        Set<Op> left = EnumSet.allOf(Op.class);
        recipes().values().forEach(recipe -> recipe.needed().forEach(value -> left.remove(value.op)));
        assertEquals(EnumSet.of(Op.NUMBER), left);
    }

    /** Literals that are hard to write, and numbers. */
    @ParameterizedTest
    @MethodSource("targets")
    void constantsAreThemselves(Target target) {
        Recipe recipe = new Recipe();
        for (float real : REALS) {
            recipe.stores.add(new Recipe.Store(recipe.body.literal(real), recipe.slot(false, true)));
        }
        for (int integer : INTS) {
            recipe.stores.add(new Recipe.Store(recipe.body.literal(integer), recipe.slot(true, true)));
        }
        Value number = recipe.body.number(Lane.FLOAT, 1);
        recipe.stores.add(new Recipe.Store(number, recipe.slot(false, true)));
        recipe.stores.add(new Recipe.Store(recipe.body.number(Lane.INT, 2), recipe.slot(true, true)));
        Trial trial = new Trial(recipe);
        trial.innerTo = 17;
        trial.fill(2).run(Native.function(Native.compile(List.of(recipe), target), recipe), "constants");
    }
}
