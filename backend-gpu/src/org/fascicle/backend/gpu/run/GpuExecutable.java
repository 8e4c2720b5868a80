package org.fascicle.backend.gpu.run;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Workspace;

/** A program, and the workspaces that are open on it. Holds no memory itself. Safe for any thread. */
final class GpuExecutable implements Executable {
    private final Engine engine;
    private final Program program;
    /** Guards itself and {@link #closed}. */
    private final Set<GpuWorkspace> workspaces = new HashSet<>();
    private boolean closed;

    GpuExecutable(Engine engine, Program program) {
        this.engine = engine;
        this.program = program;
    }

    @Override
    public Workspace open(Bindings bindings) {
        requireOpen();
        GpuWorkspace workspace = new GpuWorkspace(engine, program, bindings, this::closed);
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

    private void closed(GpuWorkspace workspace) {
        synchronized (workspaces) {
            workspaces.remove(workspace);
        }
    }

    @Override
    public void close() {
        List<GpuWorkspace> left;
        synchronized (workspaces) {
            closed = true;
            left = List.copyOf(workspaces);
        }
        left.forEach(GpuWorkspace::close);
    }
}
