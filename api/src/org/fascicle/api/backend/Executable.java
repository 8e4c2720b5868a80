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
     * @throws MemoryException if there is not enough memory
     * @throws BackendException if a binding is missing or does not fit
     * @throws ClosedException if the program or a buffer is closed
     * @throws StoppedException if the backend has been stopped
     */
    Workspace open(Bindings bindings);

    /** Gives back what the program holds, and closes the workspaces that were opened on it; waits for their runs. */
    @Override
    void close();
}
