package org.fascicle.api.backend;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The buffers that a workspace reads and writes: one per variable, one per input. Immutable. */
public final class Bindings {
    private final Map<String, Buffer> variables;
    private final Map<String, Buffer> inputs;

    private Bindings(Map<String, Buffer> variables, Map<String, Buffer> inputs) {
        this.variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        this.inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    /**
     * Bindings.
     *
     * @param variables by path
     * @param inputs by name
     */
    public static Bindings of(Map<String, Buffer> variables, Map<String, Buffer> inputs) {
        return new Bindings(variables, inputs);
    }

    /**
     * The buffer of a variable.
     *
     * @throws BackendException if there is none
     */
    public Buffer variable(String path) {
        return get(variables, path, "variable");
    }

    /**
     * The buffer of an input.
     *
     * @throws BackendException if there is none
     */
    public Buffer input(String name) {
        return get(inputs, name, "input");
    }

    private static Buffer get(Map<String, Buffer> from, String key, String what) {
        Buffer buffer = from.get(key);
        if (buffer == null) {
            throw new BackendException("no buffer is bound to the " + what + " '" + key + "'");
        }
        return buffer;
    }
}
