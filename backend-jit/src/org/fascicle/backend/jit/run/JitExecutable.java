package org.fascicle.backend.jit.run;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Workspace;
import org.fascicle.backend.jit.plan.Program;

/** A program, and the workspaces that are open on it. Holds no memory itself. Safe for any thread. */
public final class JitExecutable implements Executable {
    private final Engine engine;
    private final Program program;
    /** Guards itself and {@link #closed}. */
    private final Set<JitWorkspace> workspaces = new HashSet<>();
    private boolean closed;

    /** A program that will run with an engine whose tools it was made with. */
    public JitExecutable(Engine engine, Program program) {
        this.engine = engine;
        this.program = program;
    }

    @Override
    public Workspace open(Bindings bindings) {
        requireOpen();
        engine.requireRunning();
        JitWorkspace workspace = new JitWorkspace(engine, program, new Memory(program, bindings), this::closed);
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

    private void closed(JitWorkspace workspace) {
        synchronized (workspaces) {
            workspaces.remove(workspace);
        }
    }

    @Override
    public void close() {
        List<JitWorkspace> left;
        synchronized (workspaces) {
            closed = true;
            left = List.copyOf(workspaces);
        }
        left.forEach(JitWorkspace::close);
    }
}
