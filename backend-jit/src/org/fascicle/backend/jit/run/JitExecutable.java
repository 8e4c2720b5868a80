package org.fascicle.backend.jit.run;

import org.fascicle.api.backend.Executable;
import org.fascicle.backend.jit.plan.Program;
import org.fascicle.compiler.execution.ProgramExecutable;

/** Makes programs into what can be opened. */
public final class JitExecutable {
    private JitExecutable() {}

    /** A program that will run with an engine whose tools it was made with. */
    public static Executable of(Engine engine, Program program) {
        return new ProgramExecutable((bindings, closing) -> {
            engine.requireRunning();
            return new JitWorkspace(engine, program, new Memory(program, bindings), closing);
        });
    }
}
