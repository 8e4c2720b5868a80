package org.fascicle.api.backend;

import org.osgi.annotation.versioning.ConsumerType;

/** A compiled graph. Holds no data; each {@link Workspace} opened on it does. Safe for any thread. */
@ConsumerType
public interface Executable extends AutoCloseable {
    /**
     * Memory for one running instance.
     *
     * @param bindings a buffer of this backend for each variable and each input of the graph, of its type, and at least of its
     *     size with {@code maxRows} rows
     * @throws BackendException if there is not enough memory, or a binding is missing or does not fit
     */
    Workspace open(Bindings bindings);

    /** Gives back what the program holds; its workspaces must be closed before. */
    @Override
    void close();
}
