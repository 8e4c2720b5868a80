package org.fascicle.backend.gpu.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;

import org.fascicle.api.backend.Precision;
import org.fascicle.api.graph.Graph;
import org.fascicle.backend.gpu.cuda.FakeCuda;
import org.fascicle.backend.reference.ReferenceBackend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole steps with all products of matrices by a fake cuBLASLt: they leave what the reference leaves, and the same each time. */
class ProductNetworksTest {
    private static FakeCuda fake;
    private static GpuBackend backend;

    @BeforeAll
    static void start() {
        fake = FakeCuda.loadWithProducts();
        backend = fake.start("cublaslt");
    }

    @AfterAll
    static void stop() {
        if (backend != null) {
            backend.stop();
        }
    }

    /** TF32 has a hundredth of float32's bits in products; of bfloat16, the reference rounds the same operands. */
    @ParameterizedTest
    @CsvSource({"mlp-nesterov, FLOAT32, 1e-4, products", "bn-dropout, FLOAT32, 1e-4, products", "cnn, FLOAT32, 1e-4, products",
        "mlp-nesterov, TF32, 2e-3, products in tf32", "mlp-nesterov, BFLOAT16, 1e-2, products of bfloat16",
        "bn-dropout, BFLOAT16, 1e-2, products of bfloat16"})
    void stepsLeaveWhatTheReferenceLeaves(String network, Precision precision, double tolerance, String counted) {
        Graph graph = Networks.step(network, NetworksTest.ROWS, NetworksTest.BATCH, precision);
        NetworksTest.Outcome expected = NetworksTest.run(new ReferenceBackend(), graph, 1, Precision.FLOAT32);
        long before = fake.count(counted);
        NetworksTest.Outcome actual = NetworksTest.run(backend, graph, 1, precision.storage());
        long products = fake.count(counted) - before;
        assertTrue(products >= 4 && products % 2 == 0, products + " products in two steps");
        NetworksTest.Outcome again = NetworksTest.run(backend, graph, 1, precision.storage());
        expected.after().forEach((name, values) -> {
            double scale = Arrays.stream(values).map(Math::abs).max().orElse(0);
            assertArrayEquals(values, actual.after().get(name), tolerance * scale, name);
            assertArrayEquals(actual.after().get(name), again.after().get(name), name);
        });
        assertEquals(0, actual.rejected());
        assertEquals("", fake.faults());
    }

    @ParameterizedTest
    @CsvSource({"mlp-adam, FLOAT32", "mlp-adam, BFLOAT16", "bn-dropout, TF32"})
    void aLossThatIsNotFiniteChangesNothing(String network, Precision precision) {
        Graph graph = Networks.step(network, NetworksTest.ROWS, NetworksTest.BATCH, precision);
        NetworksTest.Outcome actual = NetworksTest.run(backend, graph, Float.NaN, precision.storage());
        actual.before().forEach((name, values) -> assertArrayEquals(values, actual.after().get(name), name));
        assertEquals(2, actual.rejected());
        assertEquals("", fake.faults());
    }
}
