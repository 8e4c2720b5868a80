package org.fascicle.backend.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.gpu.run.GpuBackend;
import org.fascicle.backend.testing.TensorContract;
import org.fascicle.backend.testing.WorkspaceContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** What every backend must do, with all products by a fake cuBLASLt. */
class ProductsContractTest {
    private static FakeCuda fake;
    private static List<GpuBackend> shared;

    static synchronized List<List<GpuBackend>> families() {
        if (shared == null) {
            fake = FakeCuda.loadWithProducts();
            shared = List.of(fake.start("cublaslt"));
        }
        return List.of(shared);
    }

    @AfterEach
    void nothingIsWrong() {
        if (fake != null) {
            assertEquals("", fake.faults());
        }
    }

    @Nested
    class Tensors extends TensorContract {
        @Override
        protected List<? extends List<? extends Backend>> families() {
            return ProductsContractTest.families();
        }
    }

    @Nested
    class Workspaces extends WorkspaceContract {
        @Override
        protected List<? extends List<? extends Backend>> families() {
            return ProductsContractTest.families();
        }
    }

    @Nested
    class RandomGraphs extends FewRandomGraphs {
        @Override
        protected List<? extends List<? extends Backend>> families() {
            return ProductsContractTest.families();
        }

        @AfterEach
        void someAreTheLibrarys() {
            assertTrue(fake.count("products") > 0);
        }
    }
}
