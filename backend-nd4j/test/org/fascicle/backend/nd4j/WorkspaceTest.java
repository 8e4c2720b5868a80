package org.fascicle.backend.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.testing.Workbench;
import org.fascicle.backend.testing.WorkspaceContract;
import org.junit.jupiter.api.Test;

class WorkspaceTest extends WorkspaceContract {
    @Override
    protected List<? extends List<? extends Backend>> families() {
        return Subject.families();
    }

    @Test
    void theThreadStartsWithTheFirstUseAndEndsWithTheBackend() {
        Subject.nd4j();
        long others = threads();
        Nd4jBackend backend = new Nd4jBackend(Map.of("threads", "1"));
        assertEquals(others, threads());
        Buffer buffer = backend.allocate(Type.REAL, Precision.FLOAT32, 1);
        assertEquals(others + 1, threads());
        backend.stop();
        assertEquals(others, threads());
        buffer.close();
        assertTrue(backend.capabilities().record().get("gemm").contains("OpenBLAS"));
    }

    @Test
    void aWrongConfigurationTakesTheDefault() {
        for (Object wrong : List.of("many", "0", "-3", "2.5", "", "99999999999")) {
            assertEquals(1, new Nd4jBackend(Map.of("threads", wrong)).capabilities().threads(), wrong.toString());
        }
        assertEquals(3, new Nd4jBackend(Map.of("threads", " 3 ")).capabilities().threads());
    }

    /** Loading the libraries and computing with them changes no System property. */
    @Test
    void systemPropertiesStay() {
        Properties before = (Properties) System.getProperties().clone();
        Nd4jBackend backend = new Nd4jBackend(Map.of());
        Workbench bench = new Workbench(backend);
        bench.builder.output("y", bench.node(bench.input("x", Shape.of(4), 1).mul(2)));
        try (Workspace workspace = bench.open(1)) {
            workspace.run(new RunArguments(0));
            assertEquals(before, System.getProperties());
        }
        backend.stop();
        bench.inputs().get("x").close();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("fascicle-nd4j")).count();
    }
}
