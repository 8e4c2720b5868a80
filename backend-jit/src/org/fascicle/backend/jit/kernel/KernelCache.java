package org.fascicle.backend.jit.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.LinkedHashMap;
import java.util.Map;

import org.fascicle.api.backend.BackendException;
import org.fascicle.backend.jit.recipe.Recipe;

/**
 * Generated kernels by what they compute, across programs; the least recently used goes when there are too many. A key is
 * text and a class names the backend's and the JDK's only, so that no technique is held. Safe for any thread.
 */
public final class KernelCache {
    private static final int MOST = 512;

    private final Form form;
    private final Map<String, Loop> loops = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Loop> eldest) {
            return size() > MOST;
        }
    };

    public KernelCache(Form form) {
        this.form = form;
    }

    public Form form() {
        return form;
    }

    public synchronized int size() {
        return loops.size();
    }

    /** The kernel of a recipe. */
    public Loop of(Recipe recipe) {
        return of(recipe, form);
    }

    /** The kernel of a recipe in a form of one's choice: until a compiler has got to it, a plain loop is by far the faster. */
    public synchronized Loop of(Recipe recipe, Form chosen) {
        return loops.computeIfAbsent(chosen + recipe.key(), key -> generate(recipe, chosen));
    }

    private static Renderer renderer(Recipe recipe, Form chosen) {
        if (chosen == Form.VECTOR) {
            return new VectorForm(recipe, Vectors.width());
        }
        return StripForm.suits(recipe) ? new StripForm(recipe) : new PlainForm(recipe);
    }

    private static Loop generate(Recipe recipe, Form chosen) {
        Renderer renderer = renderer(recipe, chosen);
        try {
            Class<?> type = MethodHandles.lookup().defineHiddenClass(renderer.render(), true).lookupClass();
            Constructor<?> constructor = type.getDeclaredConstructor();
            return (Loop) constructor.newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new BackendException("a kernel could not be generated: " + recipe.key(), e);
        }
    }
}
