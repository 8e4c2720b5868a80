package org.fascicle.backend.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Shape;
import org.fascicle.backend.testing.Workbench;
import org.fascicle.backend.testing.WorkspaceContract;
import org.junit.jupiter.api.Test;

class WorkspaceTest extends WorkspaceContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return Subject.families();
    }

    @Test
    void threadsStartWithTheFirstRunAndEndWithTheBackend() {
        long others = helpers();
        JitBackend backend = Subject.backend(3);
        Workbench bench = new Workbench(backend);
        bench.builder.output("y", bench.node(bench.input("x", Shape.of(40_000), 1).mul(2)));
        Workspace workspace = bench.open(1);
        assertEquals(others, helpers());
        workspace.run(new RunArguments(0));
        assertEquals(others + 2, helpers());
        backend.stop();
        assertEquals(others, helpers());
        backend.stop();
        workspace.close();
    }

    private static long helpers() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().matches("fascicle-jit-[0-9]+"))
                .count();
    }
}
