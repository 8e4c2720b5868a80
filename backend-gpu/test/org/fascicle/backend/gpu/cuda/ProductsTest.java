package org.fascicle.backend.gpu.cuda;

import static org.fascicle.api.expr.Shape.ROWS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.Profile;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.gpu.device.Call;
import org.fascicle.backend.gpu.device.Device;
import org.fascicle.backend.gpu.device.Product;
import org.fascicle.backend.gpu.device.ProductLibrary;
import org.fascicle.backend.gpu.run.GpuBackend;
import org.fascicle.backend.testing.Comparison;
import org.fascicle.backend.testing.Workbench;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Products by a fake cuBLASLt: who computes what, what is said of it, and faults that the fake finds. */
class ProductsTest {
    private static final int HEIGHT = 3;
    private static final int INNER = 5;
    private static final int WIDTH = 7;
    private static final int LAUNCH_FAILED = 719;
    private static FakeCuda shared;
    private FakeCuda fake;

    @BeforeEach
    void load() {
        if (shared == null) {
            shared = FakeCuda.loadWithProducts();
        }
        fake = shared;
        fake.reset();
    }

    /** A product with something behind it, and its gradient, which moves a weight. */
    private static void fill(Workbench bench) {
        Expr x = bench.input("x", Shape.of(ROWS, INNER), HEIGHT);
        Expr w = bench.variable("w", Shape.of(INNER, WIDTH), new Random(1).doubles(INNER * WIDTH).toArray());
        Expr h = Expressions.tanh(Expressions.matmul(x, w));
        bench.builder.guard(bench.node(Expressions.sum(h).lt(1e30)));
        bench.commit(w, w.sub(Expressions.matmul(x, h, true, false).mul(0.1)), true);
        bench.inputs().get("x").write(0, new Random(2).doubles(HEIGHT * INNER).toArray(), 0, HEIGHT * INNER);
    }

    /** What the weight is after two runs, and the last one's profile. */
    private Map.Entry<double[], Profile> trained(String choice) {
        GpuBackend backend = fake.start(choice);
        Workbench bench = new Workbench(backend);
        try {
            fill(bench);
            try (Workspace workspace = bench.open(HEIGHT)) {
                workspace.run(new RunArguments(0).rows(HEIGHT));
                Profile profile = workspace.profile(new RunArguments(0).rows(2)).orElseThrow();
                assertEquals(0, workspace.rejected());
                return Map.entry(bench.value("w"), profile);
            }
        } finally {
            bench.variables().values().forEach(Buffer::close);
            bench.inputs().values().forEach(Buffer::close);
            backend.stop();
        }
    }

    private static List<String> products(Profile profile) {
        return profile.parts().stream().map(Profile.Part::operation).filter(operation -> operation.contains("matmul")).toList();
    }

    @Test
    void theChoiceDecides() {
        double[] ours = trained("fascicle").getKey();
        assertEquals(0, fake.count("cublasLtCreate"));
        // Small products are our own.
        assertArrayEquals(ours, trained("auto").getKey());
        assertEquals(0, fake.count("cublasLtMatmul"));
        Map.Entry<double[], Profile> theirs = trained("cublaslt");
        assertArrayEquals(ours, theirs.getKey(), 1e-6);
        assertEquals(4, fake.count("products"));
        List<String> parts = products(theirs.getValue());
        assertEquals(2, parts.stream().filter("matmul by cuBLASLt 13.0.2"::equals).count(), parts::toString);
        assertEquals(2, parts.stream().filter(part -> part.endsWith(" behind it")).count(), parts::toString);
        theirs.getValue().parts().stream().filter(part -> part.operation().startsWith("matmul by"))
                .forEach(part -> assertEquals(2L * 2 * INNER * WIDTH, part.operations()));
        assertEquals("", fake.faults());
        assertEquals(0, fake.productsLeft());
    }

    @Test
    void largeProductsAreTheLibrarys() {
        Product large = new Product(Product.Elements.FLOAT32, 1, 512, 300, 784, false, false, 256, 256, 256);
        Product small = new Product(Product.Elements.FLOAT32, 1, 32, 300, 784, false, false, 256, 256, 256);
        assertTrue(ProductChoice.AUTO.wants(large));
        assertFalse(ProductChoice.AUTO.wants(small));
        assertTrue(ProductChoice.CUBLASLT.wants(small));
        assertFalse(ProductChoice.FASCICLE.wants(large));
    }

    @Test
    void whatTheLibraryCannotDoIsOursAndIsSaid() {
        double[] ours = trained("fascicle").getKey();
        fake.decline(INNER);
        Map.Entry<double[], Profile> mixed = trained("cublaslt");
        assertArrayEquals(ours, mixed.getKey(), 1e-6);
        List<String> parts = products(mixed.getValue());
        assertEquals(1, parts.stream().filter(part -> part.contains(" (cuBLASLt 13.0.2 has no way)")).count(), parts::toString);
        assertEquals(1, parts.stream().filter("matmul by cuBLASLt 13.0.2"::equals).count(), parts::toString);
        assertEquals("", fake.faults());
    }

    /** The library does not know of the guard, and would write to the variable itself. */
    @Test
    void aRefusedRunLeavesAVariableThatIsAProduct() {
        GpuBackend backend = fake.start("cublaslt");
        Workbench bench = new Workbench(backend);
        Expr x = bench.input("x", Shape.of(ROWS, 2), HEIGHT);
        Expr w = bench.variable("w", Shape.of(2, 2), 1, 2, 3, 4);
        bench.builder.guard(bench.node(Expressions.sum(x).lt(100)));
        bench.commit(w, Expressions.matmul(x, x, true, false), true);
        try (Workspace workspace = bench.open(HEIGHT)) {
            bench.inputs().get("x").write(0, new double[] {200, 1, 1, 1, 1, 1}, 0, 6);
            workspace.run(new RunArguments(0).rows(HEIGHT));
            assertEquals(1, workspace.rejected());
            assertArrayEquals(new double[] {1, 2, 3, 4}, bench.value("w"));
            bench.inputs().get("x").write(0, new double[] {1, 2, 3, 4, 5, 6}, 0, 6);
            workspace.run(new RunArguments(0).rows(HEIGHT));
            assertEquals(1, workspace.rejected());
            assertArrayEquals(new double[] {35, 44, 44, 56}, bench.value("w"));
        }
        assertEquals(2, fake.count("products"));
        bench.variables().values().forEach(Buffer::close);
        bench.inputs().values().forEach(Buffer::close);
        backend.stop();
        assertEquals("", fake.faults());
    }

    @Test
    void searchesAreMadeOnceAndNotInARun() {
        GpuBackend backend = fake.start("cublaslt");
        Workbench bench = new Workbench(backend);
        fill(bench);
        try (Workspace workspace = bench.open(HEIGHT)) {
            long searches = fake.count("cublasLtMatmulAlgoGetHeuristic");
            assertEquals(2, searches);
            // The first run asks for each product, the second captures them.
            workspace.run(new RunArguments(0).rows(HEIGHT));
            workspace.run(new RunArguments(0).rows(HEIGHT));
            long calls = fake.count("cublasLtMatmul");
            for (int i = 0; i < 5; i++) {
                workspace.run(new RunArguments(0).rows(HEIGHT));
            }
            workspace.await();
            assertEquals(searches, fake.count("cublasLtMatmulAlgoGetHeuristic"));
            // They are in the graph.
            assertEquals(calls, fake.count("cublasLtMatmul"));
            assertEquals(14, fake.count("products"));
        }
        bench.variables().values().forEach(Buffer::close);
        bench.inputs().values().forEach(Buffer::close);
        backend.stop();
        assertEquals("", fake.faults());
        assertEquals(0, fake.productsLeft());
    }

    private static double rounded(double x) {
        return Float.intBitsToFloat(Float.floatToIntBits((float) x) + 0x1000 & 0xffffe000);
    }

    @Test
    void tf32MultipliesTenBits() {
        GpuBackend backend = fake.start("cublaslt");
        assertEquals(Set.of(Precision.FLOAT32, Precision.BFLOAT16, Precision.TF32), backend.capabilities().precisions());
        double[] left = new Random(3).doubles(HEIGHT * INNER, -1, 1).toArray();
        double[] right = new Random(4).doubles(WIDTH * INNER, -1, 1).toArray();
        Graph.Builder builder = new Graph.Builder();
        Map<Expr, Node> known = new HashMap<>();
        Expr a = Expressions.input("a", Type.REAL, Shape.of(HEIGHT, INNER));
        Expr b = Expressions.input("b", Type.REAL, Shape.of(WIDTH, INNER));
        builder.output("c", Comparison.node(Expressions.matmul(a, b, false, true), builder, known));
        Map<String, Buffer> inputs = Map.of("a", backend.allocate(Type.REAL, Precision.TF32, left.length), "b",
                backend.allocate(Type.REAL, Precision.TF32, right.length));
        inputs.get("a").write(0, left, 0, left.length);
        inputs.get("b").write(0, right, 0, right.length);
        double[] actual;
        try (Workspace workspace = backend.compile(builder.build(), CompileSettings.of(Precision.TF32, 1))
                .open(Bindings.of(Map.of(), inputs))) {
            workspace.run(new RunArguments(0).rows(1));
            actual = Comparison.values(workspace.output("c"));
        }
        double most = 0;
        for (int i = 0; i < HEIGHT; i++) {
            for (int j = 0; j < WIDTH; j++) {
                double sum = 0;
                double exact = 0;
                for (int k = 0; k < INNER; k++) {
                    sum += rounded(left[i * INNER + k]) * rounded(right[j * INNER + k]);
                    exact += left[i * INNER + k] * right[j * INNER + k];
                }
                assertEquals(sum, actual[i * WIDTH + j], 1e-6);
                most = Math.max(most, Math.abs(exact - sum));
            }
        }
        assertTrue(most > 1e-4, "nothing was rounded: " + most);
        inputs.values().forEach(Buffer::close);
        backend.stop();
        assertEquals(1, fake.count("products in tf32"));
        assertEquals("", fake.faults());
    }

    @Test
    void anOlderCardHasNoTf32() {
        fake.capability(75);
        GpuBackend backend = fake.start("cublaslt");
        assertEquals(Set.of(Precision.FLOAT32, Precision.BFLOAT16), backend.capabilities().precisions());
        BackendException refused =
                assertThrows(BackendException.class, () -> backend.allocate(Type.REAL, Precision.TF32, 1));
        assertEquals(
                "cuda computes in float32 here, not in tf32: that takes a card of compute capability 8.0 or newer, and cuBLASLt",
                refused.getMessage());
        backend.stop();
    }

    @Test
    void theRecordNamesWhoComputesProducts() {
        for (Map.Entry<String, String> each : Map.of("fascicle", "kernels of Fascicle's", "cublaslt", "cuBLASLt 13.0.2", "auto",
                "cuBLASLt 13.0.2 for large ones, kernels of Fascicle's").entrySet()) {
            GpuBackend backend = fake.start(each.getKey());
            assertEquals(each.getValue(), backend.capabilities().record().get("products"));
            backend.stop();
        }
        assertEquals("", fake.faults());
    }

    @Test
    void whatIsAskedForAndNotThereIsSaid() {
        FakeCuda none = FakeCuda.load();
        String problem = String.valueOf(none.devices("cublaslt").problem());
        assertTrue(problem.startsWith("there is Fake GPU with NVIDIA's driver for CUDA 13.0, but no cuBLASLt of this CUDA or an "
                + "older one, which 'products' in the configuration fascicle.backend.cuda asks for: libcublasLt.so.13, "
                + "cublasLt64_13.dll, libcublasLt.so.12, cublasLt64_12.dll were looked for in " + none.folder()
                + ". It comes with CUDA's toolkit; 'libraries' may name its folder."), problem);
        assertEquals(null, none.devices("auto").problem());
        problem = String.valueOf(none.devices("blas").problem());
        assertEquals(
                "CUDA cannot be used: fascicle.backend.cuda asks for products by 'blas'; there are: auto, cublaslt, fascicle",
                problem);
    }

    @Test
    void aWrongDistanceBetweenRowsIsFound() {
        fake.missRows();
        BackendException refused = assertThrows(BackendException.class, () -> trained("cublaslt"));
        assertTrue(String.valueOf(refused.getMessage()).contains("CUBLAS_STATUS_INVALID_VALUE"), refused.getMessage());
        assertTrue(fake.faults().contains("a layout whose columns overlap"), fake.faults());
    }

    private static final Product PRODUCT =
            new Product(Product.Elements.FLOAT32, 1, HEIGHT, WIDTH, INNER, false, false, 256, 256, 256);

    private static Call prepared(Device device, long left, long right, long result) {
        ProductLibrary library = device.products().orElseThrow();
        assertTrue(library.has(PRODUCT));
        return library.prepare(PRODUCT, new ProductLibrary.Place(left, 0), new ProductLibrary.Place(right, 0),
                new ProductLibrary.Place(result, 0));
    }

    @Test
    void memoryOfTheLibraryThatIsGivenBackTooEarlyIsFound() {
        Device device = fake.devices("cublaslt").open(0);
        long memory = device.allocate(3 * 1024, "matrices");
        Call call = prepared(device, memory, memory + 1024, memory + 2048);
        device.finish();
        call.enqueue();
        call.close();
        fake.ignore("cuStreamSynchronize");
        device.close();
        assertTrue(fake.faults().contains("a product: "), fake.faults());
        assertTrue(fake.faults().contains("that was given back"), fake.faults());
    }

    @Test
    void aResultInAnOperandsPlaceIsFound() {
        Device device = fake.devices("cublaslt").open(0);
        long memory = device.allocate(3 * 1024, "matrices");
        Call call = prepared(device, memory, memory + 1024, memory + 1024);
        assertThrows(BackendException.class, call::enqueue);
        assertTrue(fake.faults().contains("whose result lies where it reads"), fake.faults());
        call.close();
        device.free(memory);
        device.close();
    }

    @Test
    void aSearchWhileCapturingIsFound() {
        Device device = fake.devices("cublaslt").open(0);
        Call searching = new Call() {
            @Override
            public void enqueue() {
                device.products().orElseThrow().has(PRODUCT);
            }

            @Override
            public void close() {}
        };
        assertThrows(BackendException.class, () -> device.capture(List.of(searching)));
        assertTrue(fake.faults().contains("while a graph is captured"), fake.faults());
        device.close();
        assertNotEquals("", fake.faults());
    }

    @Test
    void aDeviceMayBeLostAtAnyCall() {
        trained("cublaslt");
        int losses = 0;
        for (int calls = 0;; calls++) {
            fake.reset();
            fake.lose(calls, LAUNCH_FAILED);
            try {
                trained("cublaslt");
                if (!fake.isLost()) {
                    break;
                }
            } catch (BackendException e) {
                losses++;
            }
            assertEquals(0, fake.contexts(), "contexts, at call " + calls);
        }
        assertTrue(losses > 100, losses + " losses");
        fake.reset();
        trained("cublaslt");
        assertEquals("", fake.faults());
    }

    @Test
    void anyAllocationMayFail() {
        for (int allocations = 0;; allocations++) {
            fake.reset();
            fake.refuseAllocation(allocations);
            try {
                trained("cublaslt");
                assertTrue(allocations > 8, allocations + " allocations");
                break;
            } catch (BackendException e) {
                assertEquals(0, fake.productsLeft(), "things of cuBLASLt's, allocation " + allocations);
            }
            assertEquals("", fake.faults(), "allocation " + allocations);
            assertEquals(0, fake.contexts());
        }
        assertEquals("", fake.faults());
    }
}
