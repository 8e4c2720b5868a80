package org.fascicle.backend.jit.render;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.backend.jit.machine.Code;
import org.fascicle.backend.jit.machine.NativeFunction;
import org.fascicle.backend.jit.machine.Target;
import org.fascicle.backend.jit.recipe.Body;
import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.recipe.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mode, with slots of each kind, over rows of all lengths: the bits of plain Java, and nothing written beside. */
class LoopsTest {
    private static final int LONGEST = 70;

    /** Two stores, ints, an element for each row, and arithmetic that rounds. */
    private static Recipe each(boolean repeats) {
        Recipe recipe = new Recipe();
        Body body = recipe.body;
        Value x = body.input(Lane.FLOAT, recipe.slot(false, true));
        Value i = body.input(Lane.INT, recipe.slot(true, true));
        int of = recipe.slot(false, false);
        Value scale = repeats ? body.input(Lane.FLOAT, recipe.repeatedSlot()) : body.input(Lane.FLOAT, of);
        Value shift = repeats ? body.input(Lane.FLOAT, recipe.repeatedSlot()) : body.literal(0.1f);
        Value k = body.input(Lane.INT, recipe.slot(true, false));
        Value y = body.add(body.mul(x, scale), shift);
        Value isLess = body.greater(k, i);
        Value z = body.select(isLess, body.real(Op.MAX, y, body.number(Lane.FLOAT, 1)), y);
        recipe.stores.add(new Recipe.Store(z, recipe.slot(false, true)));
        recipe.stores.add(new Recipe.Store(body.select(isLess, body.number(Lane.INT, 1), i), recipe.slot(true, true)));
        return recipe;
    }

    /** One with some operations more, by which columns are taken in fewer vectors side by side. */
    private static Recipe fold(Recipe.Mode mode, Op fold, boolean stores, int more) {
        Recipe recipe = new Recipe();
        Body body = recipe.body;
        Value x = body.input(Lane.FLOAT, recipe.slot(false, true));
        Value mean = body.input(Lane.FLOAT, recipe.slot(false, false));
        Value y = body.mul(body.add(x, mean), body.number(Lane.FLOAT, 0));
        for (int i = 0; i < more; i++) {
            y = body.add(body.mul(y, y), x);
        }
        if (stores) {
            recipe.stores.add(new Recipe.Store(y, recipe.slot(false, true)));
        }
        recipe.mode = mode;
        recipe.fold = fold;
        recipe.folded = y;
        recipe.result = recipe.slot(false, mode == Recipe.Mode.OUTER);
        return recipe;
    }

    private static List<Recipe> recipes() {
        List<Recipe> recipes = new ArrayList<>(List.of(each(false), each(true)));
        for (Recipe.Mode mode : List.of(Recipe.Mode.OUTER, Recipe.Mode.INNER)) {
            for (Op fold : List.of(Op.ADD, Op.MAX)) {
                recipes.add(fold(mode, fold, false, 0));
                recipes.add(fold(mode, fold, true, 2));
                recipes.add(fold(mode, fold, true, 5));
            }
        }
        return recipes;
    }

    static List<Target> targets() {
        return Native.targets();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void equalToPlainJavaToTheBit(Target target) {
        List<Recipe> recipes = recipes();
        Code code = Native.compile(recipes, target);
        for (Recipe recipe : recipes) {
            NativeFunction function = Native.function(code, recipe);
            for (int length = 0; length <= LONGEST; length++) {
                loops(recipe, function, length);
            }
        }
    }

    private static void loops(Recipe recipe, NativeFunction function, int length) {
        boolean isRepeated = recipe.repeats();
        for (int turn = 0; turn < 8; turn++) {
            Trial trial = new Trial(recipe);
            trial.innerFrom = turn % 3 * 7;
            trial.innerTo = trial.innerFrom + length;
            trial.outerFrom = isRepeated ? 0 : turn % 2;
            trial.outerTo = isRepeated ? 1 : trial.outerFrom + turn % 4;
            trial.period = isRepeated ? 2 + (turn * 5 + length) % 40 : 0;
            trial.first = turn < 4;
            trial.apart(trial.innerTo + turn % 3 * 5).fill(length * 100L + turn);
            trial.run(function, recipe.mode + " " + recipe.fold + ", " + length + " elements, turn " + turn);
        }
    }

    /** What is written lies where it was read. */
    @ParameterizedTest
    @MethodSource("targets")
    void inPlace(Target target) {
        List<Recipe> recipes = List.of(each(false), each(true), fold(Recipe.Mode.INNER, Op.ADD, true, 2),
                fold(Recipe.Mode.OUTER, Op.MAX, true, 2));
        Code code = Native.compile(recipes, target);
        for (Recipe recipe : recipes) {
            for (int length = 1; length <= LONGEST; length++) {
                Trial trial = new Trial(recipe);
                trial.innerTo = length;
                trial.outerTo = recipe.repeats() ? 1 : 5;
                trial.period = 9;
                trial.array[recipe.stores.get(0).slot] = 0;
                trial.apart(length).fill(length).run(Native.function(code, recipe), recipe.mode + " of " + length);
            }
        }
    }

    @Test
    void refusesToStoreWhereTurnsHaveNoPlaces() {
        Recipe recipe = new Recipe();
        Value x = recipe.body.input(Lane.FLOAT, recipe.slot(false, true));
        recipe.stores.add(new Recipe.Store(x, recipe.slot(false, false)));
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> KernelText.function(recipe));
        assertTrue(e.getMessage().contains("slot 1"), e.getMessage());
    }
}
