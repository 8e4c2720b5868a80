package org.fascicle.compiler.execution;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Workspace;

/** A compiled program, and the workspaces that are open on it. Holds no memory itself. Safe for any thread. */
public final class ProgramExecutable implements Executable {
    private final Opening opening;
    /** Guards itself and {@link #closed}. */
    private final Set<Workspace> workspaces = new HashSet<>();
    private boolean closed;

    /** How a backend opens a workspace on the program. */
    @FunctionalInterface
    public interface Opening {
        /**
         * Opens one.
         *
         * @param closing is told of the workspace when that is closed
         */
        Workspace open(Bindings bindings, Consumer<Workspace> closing);
    }

    /** A program that is opened in this way. */
    public ProgramExecutable(Opening opening) {
        this.opening = opening;
    }

    @Override
    public Workspace open(Bindings bindings) {
        requireOpen();
        Workspace workspace = opening.open(bindings, this::closed);
        try {
            synchronized (workspaces) {
                requireOpen();
                workspaces.add(workspace);
            }
        } catch (ClosedException e) {
            workspace.close();
            throw e;
        }
        return workspace;
    }

    private void requireOpen() {
        synchronized (workspaces) {
            if (closed) {
                throw new ClosedException("the program is closed");
            }
        }
    }

    private void closed(Workspace workspace) {
        synchronized (workspaces) {
            workspaces.remove(workspace);
        }
    }

    @Override
    public void close() {
        List<Workspace> left;
        synchronized (workspaces) {
            closed = true;
            left = List.copyOf(workspaces);
        }
        left.forEach(Workspace::close);
    }
}
