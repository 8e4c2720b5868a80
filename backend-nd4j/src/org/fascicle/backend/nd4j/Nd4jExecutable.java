package org.fascicle.backend.nd4j;

import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Workspace;

/** A compiled graph. It holds nothing that must be given back. */
final class Nd4jExecutable implements Executable {
    private final Engine engine;
    private final Program program;

    Nd4jExecutable(Engine engine, Program program) {
        this.engine = engine;
        this.program = program;
    }

    @Override
    public Workspace open(Bindings bindings) {
        return new Nd4jWorkspace(engine, program, bindings);
    }

    @Override
    public void close() {
        // Workspaces hold all memory.
    }
}
