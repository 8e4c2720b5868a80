package org.fascicle.backend.jit.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.fascicle.backend.jit.recipe.Lane;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.recipe.Value;
import org.junit.jupiter.api.Test;

class KernelTextTest {
    private static Recipe scaled(float factor) {
        Recipe recipe = new Recipe();
        Value x = recipe.body.input(Lane.FLOAT, recipe.slot(false, true));
        recipe.stores.add(new Recipe.Store(recipe.body.mul(x, recipe.body.literal(factor)), recipe.slot(false, true)));
        return recipe;
    }

    @Test
    void equalRecipesAreOneFunction() {
        assertEquals(KernelText.name(scaled(2)), KernelText.name(scaled(2)));
        assertNotEquals(KernelText.name(scaled(2)), KernelText.name(scaled(3)));
        assertEquals(KernelText.of(List.of(scaled(2))), KernelText.of(List.of(scaled(2), scaled(2))));
    }

    @Test
    void theOrderOfRecipesDoesNotMatter() {
        String text = KernelText.of(List.of(scaled(2), scaled(3), scaled(4)));
        assertEquals(text, KernelText.of(List.of(scaled(4), scaled(2), scaled(3))));
        assertTrue(text.startsWith(Prelude.text()));
        assertEquals(text.indexOf("typedef float F "), text.lastIndexOf("typedef float F "), "the prelude stands there twice");
        for (float factor : new float[] {2, 3, 4}) {
            String function = KernelText.function(scaled(factor));
            assertTrue(text.contains(function), text);
            assertTrue(function.startsWith("extern \"C\" void " + KernelText.name(scaled(factor)) + "(const long *a) {"),
                    function);
        }
    }

    @Test
    void wordsOfSlotsDoNotOverlap() {
        assertEquals(KernelWords.PERIOD + 1, KernelWords.address(0));
        assertEquals(KernelWords.address(0) + 1, KernelWords.stride(0));
        assertEquals(KernelWords.stride(0) + 1, KernelWords.address(1));
        assertEquals(KernelWords.address(7), KernelWords.count(7));
    }
}
