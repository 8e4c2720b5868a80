package org.fascicle.backend.gpu.cuda;

import static org.fascicle.api.expr.Shape.ROWS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.Capabilities;
import org.fascicle.api.backend.MemoryException;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.StoppedException;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.backend.gpu.run.GpuBackend;
import org.fascicle.backend.testing.Workbench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

/** Runs on a fake driver: what a run asks of it, and what becomes of runs when it refuses. */
class CudaBackendTest {
    private static final int LAUNCH_FAILED = 719;
    private static FakeCuda shared;
    private FakeCuda fake;

    @TempDir
    Path folder;

    @BeforeEach
    void load() {
        if (shared == null) {
            shared = FakeCuda.load();
        }
        fake = shared;
        fake.reset();
    }

    @AfterEach
    void reset() {
        fake.reset();
    }

    /** A weight that is moved along the rows of a batch, and a guard. */
    private static Workbench bench(GpuBackend backend) {
        Workbench bench = new Workbench(backend);
        fill(bench);
        return bench;
    }

    private static void fill(Workbench bench) {
        Expr w = bench.variable("w", Shape.of(4), 1, 2, 3, 4);
        Expr x = bench.input("x", Shape.of(ROWS, 4), 8);
        Expr loss = Expressions.sum(Expressions.tanh(x).mul(Expressions.broadcast(w, x.shape())));
        bench.builder.guard(bench.node(loss.lt(1e30)));
        bench.commit(w, w.add(Expressions.sum(x, 0)), true);
        bench.builder.output("loss", bench.node(loss));
    }

    private static void close(Workbench bench) {
        bench.variables().values().forEach(Buffer::close);
        bench.inputs().values().forEach(Buffer::close);
    }

    private static RunArguments rows(int rows) {
        return new RunArguments(0).rows(rows);
    }

    @Test
    void aRunIsOneWriteAndOneGraph() {
        GpuBackend backend = fake.start();
        Workbench bench = bench(backend);
        try (Workspace workspace = bench.open(8)) {
            bench.inputs().get("x").write(0, new float[32], 0, 32);
            // The first run asks for each kernel, the second captures them.
            workspace.run(rows(8));
            workspace.run(rows(8));
            workspace.await();
            long writes = fake.count("cuMemcpyHtoDAsync_v2");
            long graphs = fake.count("cuGraphLaunch");
            long waits = fake.count("cuStreamSynchronize") + fake.count("cuEventSynchronize");
            long launches = fake.count("cuLaunchKernel");
            for (int i = 0; i < 20; i++) {
                workspace.run(rows(8));
            }
            assertEquals(20, fake.count("cuMemcpyHtoDAsync_v2") - writes);
            assertEquals(20, fake.count("cuGraphLaunch") - graphs);
            assertEquals(waits, fake.count("cuStreamSynchronize") + fake.count("cuEventSynchronize"));
            assertEquals(launches, fake.count("cuLaunchKernel"));
        }
        close(bench);
        backend.stop();
        assertEquals("", fake.faults());
    }

    @Test
    void eachNumberOfRowsThatComesAgainHasAGraphOfItsOwn() {
        GpuBackend backend = fake.start();
        Workbench bench = bench(backend);
        try (Workspace workspace = bench.open(8)) {
            float[] ones = new float[32];
            Arrays.fill(ones, 1);
            bench.inputs().get("x").write(0, ones, 0, 32);
            for (int rows : new int[] {8, 3, 8, 3, 1}) {
                workspace.run(rows(rows));
            }
            assertArrayEquals(new double[] {24, 25, 26, 27}, bench.value("w"));
            assertEquals(2, fake.count("cuGraphInstantiateWithFlags"));
        }
        close(bench);
        backend.stop();
        assertEquals("", fake.faults());
    }

    /** All from the first call to the last: what fails says so, and what is closed is closed. */
    private void scenario() {
        GpuBackend backend = fake.start();
        Workbench bench = new Workbench(backend);
        try {
            fill(bench);
            try (Workspace workspace = bench.open(8)) {
                for (int rows : new int[] {8, 8, 3}) {
                    bench.inputs().get("x").write(0, new float[32], 0, 32);
                    workspace.run(rows(rows));
                }
                assertEquals(0, workspace.rejected());
                assertArrayEquals(new double[] {1, 2, 3, 4}, bench.value("w"));
            }
        } finally {
            close(bench);
            backend.stop();
        }
    }

    @Test
    void aDeviceMayBeLostAtAnyCall() {
        scenario();
        assertEquals("", fake.faults());
        int losses = 0;
        for (int calls = 0;; calls++) {
            fake.reset();
            fake.lose(calls, LAUNCH_FAILED);
            try {
                scenario();
                if (!fake.isLost()) {
                    break;
                }
            } catch (BackendException e) {
                losses++;
                assertTrue(String.valueOf(e.getMessage()).contains("CUDA_ERROR_LAUNCH_FAILED. The device is lost"),
                        e.getMessage());
            }
            assertEquals(0, fake.contexts(), "contexts, at call " + calls);
        }
        assertTrue(losses > 100, losses + " losses");
        fake.reset();
        scenario();
        assertEquals("", fake.faults());
    }

    @Test
    void anyAllocationMayFail() {
        scenario();
        for (int allocations = 0;; allocations++) {
            fake.reset();
            fake.refuseAllocation(allocations);
            try {
                scenario();
                assertTrue(allocations > 8, allocations + " allocations");
                break;
            } catch (BackendException e) {
                assertInstanceOf(MemoryException.class, e);
            }
            // What was taken before is given back.
            assertEquals("", fake.faults(), "allocation " + allocations);
            assertEquals(0, fake.contexts());
        }
        assertEquals("", fake.faults());
    }

    @Test
    void aBatchThatDoesNotFitIsSaid() {
        GpuBackend backend = fake.start();
        fake.leave(1 << 20);
        MemoryException refused =
                assertThrows(MemoryException.class, () -> backend.allocate(Type.REAL, Precision.FLOAT32, 1 << 20));
        assertEquals("a buffer of 1048576 real needs 4.0 MiB, and Fake GPU has room for 1.0 MiB", refused.getMessage());
        backend.stop();
        assertEquals("", fake.faults());
    }

    @Test
    void aKernelThatIsRefusedIsNamed() {
        GpuBackend backend = fake.start();
        Workbench bench = bench(backend);
        fake.refuse("F(tanh)");
        BackendException refused = assertThrows(BackendException.class, () -> bench.open(8));
        assertTrue(
                String.valueOf(refused.getMessage())
                        .matches("(?s)the kernel of .*sum.* cannot be compiled: Fake GPU's compiler refuses .*"),
                refused.getMessage());
        fake.refuse("");
        bench.open(8).close();
        close(bench);
        backend.stop();
        assertEquals("", fake.faults());
    }

    private CudaBackend service(Map<String, Object> configuration) {
        BundleContext context = (BundleContext) Proxy.newProxyInstance(CudaBackendTest.class.getClassLoader(),
                new Class<?>[] {BundleContext.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getProperty")) {
                        return null;
                    }
                    assertEquals("getDataFile", method.getName());
                    return folder.resolve((String) arguments[0]).toFile();
                });
        return new CudaBackend(context, configuration);
    }

    @Test
    void theConfigurationNamesLibrariesAndDevice() {
        CudaBackend service = service(Map.of("libraries", fake.folder().toString(), "device", " 0 "));
        Capabilities capabilities = service.capabilities();
        assertEquals("", capabilities.missing());
        assertEquals("Fake GPU", capabilities.device());
        assertEquals("NVRTC 13.0, sm_90", capabilities.record().get("compiler"));
        service.stop();
        assertThrows(StoppedException.class, () -> service.allocate(Type.REAL, Precision.FLOAT32, 1));
        assertEquals("", fake.faults());
    }

    @Test
    void theConfigurationSaysWhoComputesProducts() {
        String folder = fake.folder().toString();
        String missing = service(Map.of("libraries", folder, "products", "cublaslt")).capabilities().missing();
        assertTrue(missing.contains("but no cuBLASLt of this CUDA or an older one"), missing);
        CudaBackend service = service(Map.of("libraries", folder, "products", " fascicle "));
        assertEquals("kernels of Fascicle's", service.capabilities().record().get("products"));
        service.stop();
        assertEquals("", fake.faults());
    }

    @Test
    void aDeviceThatIsNotThereIsMissing() {
        String folder = fake.folder().toString();
        assertEquals("there is no CUDA device 3; there are 1: [Fake GPU]",
                service(Map.of("libraries", folder, "device", 3)).capabilities().missing());
        assertEquals(
                "fascicle.backend.cuda names the device 'first', which is no number; there are: [Fake GPU]",
                service(Map.of("libraries", folder, "device", "first")).capabilities().missing());
        assertFalse(fake.isLost());
    }
}
