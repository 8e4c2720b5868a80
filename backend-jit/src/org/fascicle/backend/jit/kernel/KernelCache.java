package org.fascicle.backend.jit.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.backend.jit.machine.Code;
import org.fascicle.backend.jit.machine.Compiler;
import org.fascicle.backend.jit.recipe.Recipe;
import org.fascicle.backend.jit.render.KernelText;

/**
 * Kernels by what they compute, across programs; the least recently used goes when there are too many. A key is text, so that no
 * technique is held. Those that are asked for are compiled together, by {@link #compile}. Safe for any thread.
 */
public final class KernelCache {
    private static final int MOST = 512;

    private final Compiler compiler;
    private final List<NativeLoop> wanted = new ArrayList<>();
    private final Map<String, NativeLoop> loops = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, NativeLoop> eldest) {
            return size() > MOST;
        }
    };

    public KernelCache(Compiler compiler) {
        this.compiler = compiler;
    }

    public synchronized int size() {
        return loops.size();
    }

    /** The kernel of a recipe. It must not be run before the next {@link #compile}. */
    public synchronized Loop of(Recipe recipe) {
        NativeLoop loop = loops.computeIfAbsent(recipe.key(), key -> new NativeLoop(recipe));
        if (!loop.isCompiled() && !wanted.contains(loop)) {
            wanted.add(loop);
        }
        return loop;
    }

    /** Compiles all kernels that were asked for and are no code yet, as one text. */
    public synchronized void compile() {
        if (wanted.isEmpty()) {
            return;
        }
        try {
            List<Recipe> recipes = new ArrayList<>();
            wanted.forEach(loop -> recipes.add(loop.recipe));
            Code code = compiler.compile(KernelText.of(recipes));
            for (NativeLoop loop : wanted) {
                loop.compiled(code.function(KernelText.name(loop.recipe)));
            }
        } catch (RuntimeException e) {
            // What fails now must not be a part of what other programs compile later.
            loops.values().removeAll(wanted);
            throw e;
        } finally {
            wanted.clear();
        }
    }
}
