package org.fascicle.backend.nd4j;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Workspace;

/** A compiled graph, and the workspaces that are open on it. It holds no memory itself. Safe for any thread. */
final class Nd4jExecutable implements Executable {
    private final Engine engine;
    private final Program program;
    /** Guards itself and {@link #closed}. */
    private final Set<Nd4jWorkspace> workspaces = new HashSet<>();
    private boolean closed;

    Nd4jExecutable(Engine engine, Program program) {
        this.engine = engine;
        this.program = program;
    }

    @Override
    public Workspace open(Bindings bindings) {
        requireOpen();
        Nd4jWorkspace workspace = new Nd4jWorkspace(engine, program, bindings, this::closed);
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

    private void closed(Nd4jWorkspace workspace) {
        synchronized (workspaces) {
            workspaces.remove(workspace);
        }
    }

    @Override
    public void close() {
        List<Nd4jWorkspace> left;
        synchronized (workspaces) {
            closed = true;
            left = List.copyOf(workspaces);
        }
        left.forEach(Nd4jWorkspace::close);
    }
}
