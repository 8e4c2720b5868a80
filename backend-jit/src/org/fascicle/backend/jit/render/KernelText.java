package org.fascicle.backend.jit.render;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import org.fascicle.backend.jit.recipe.Recipe;

/** Recipes as C++ text. The same recipes, in any order, give the same text. Safe for any thread. */
public final class KernelText {
    private static final int DIGITS = 16;

    private KernelText() {}

    /** The name of a recipe's function: a digest of what the recipe says, so that equal ones have one function. */
    public static String name(Recipe recipe) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(recipe.key().getBytes(StandardCharsets.UTF_8));
            return "kernel_" + HexFormat.of().formatHex(digest).substring(0, DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }

    /**
     * The function of a recipe, {@code extern "C" void NAME(const long *a)}, with its words as {@link KernelWords} has them.
     *
     * @throws IllegalArgumentException if it stores where turns of the inner loop have no place of their own
     */
    public static String function(Recipe recipe) {
        return new Function(recipe, name(recipe)).text();
    }

    /** A text to be compiled: the prelude, and the function of each recipe once. */
    public static String of(Collection<Recipe> recipes) {
        Map<String, Recipe> byName = new TreeMap<>();
        recipes.forEach(recipe -> byName.put(name(recipe), recipe));
        StringBuilder text = new StringBuilder(Prelude.text());
        byName.forEach((name, recipe) -> text.append('\n').append(new Function(recipe, name).text()));
        return text.toString();
    }
}
