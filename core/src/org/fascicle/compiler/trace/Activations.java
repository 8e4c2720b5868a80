package org.fascicle.compiler.trace;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.fascicle.api.expr.Expr;

/** What the activations of one trace have taken and given. Used by one thread. */
public final class Activations {
    private final Map<String, Activation> known = new HashMap<>();
    private final Set<String> several = new HashSet<>();

    Activations() {}

    /** The activation of a place; none if it has none, or several. */
    public Optional<Activation> of(String path) {
        return several.contains(path) ? Optional.empty() : Optional.ofNullable(known.get(path));
    }

    void say(String path, Expr sums, Expr result) {
        if (known.put(path, new Activation(sums, result)) != null) {
            several.add(path);
        }
    }

    /** What one activation has taken, and what it has given. */
    public static final class Activation {
        private final Expr sums;
        private final Expr result;

        private Activation(Expr sums, Expr result) {
            this.sums = sums;
            this.result = result;
        }

        /** What it has taken. */
        public Expr sums() {
            return sums;
        }

        /** What it has given. */
        public Expr result() {
            return result;
        }
    }
}
