package org.fascicle.backend.gpu.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.fascicle.api.backend.Backend;
import org.fascicle.backend.gpu.run.GpuBackend;
import org.fascicle.backend.testing.ClosingContract;
import org.fascicle.backend.testing.ElementwiseContract;
import org.fascicle.backend.testing.TensorContract;
import org.fascicle.backend.testing.WindowContract;
import org.fascicle.backend.testing.WorkspaceContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;

/** What every backend must do, on a fake driver, which has nothing to find fault with. */
class CudaContractTest {
    private static FakeCuda fake;
    private static List<GpuBackend> shared;

    static synchronized List<List<GpuBackend>> families() {
        if (shared == null) {
            fake = FakeCuda.load();
            shared = List.of(fake.start());
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
    class Elementwise extends ElementwiseContract {
        @Override
        protected List<? extends List<? extends Backend>> families() {
            return CudaContractTest.families();
        }
    }

    @Nested
    class Tensors extends TensorContract {
        @Override
        protected List<? extends List<? extends Backend>> families() {
            return CudaContractTest.families();
        }
    }

    @Nested
    class Windows extends WindowContract {
        @Override
        protected List<? extends List<? extends Backend>> families() {
            return CudaContractTest.families();
        }
    }

    @Nested
    class Workspaces extends WorkspaceContract {
        @Override
        protected List<? extends List<? extends Backend>> families() {
            return CudaContractTest.families();
        }
    }

    @Nested
    class Closing extends ClosingContract {
        @Override
        protected List<? extends List<? extends Backend>> families() {
            return CudaContractTest.families();
        }

        @Override
        protected Backend start() {
            CudaContractTest.families();
            return fake.start();
        }

        @Override
        protected void stop(Backend backend) {
            ((GpuBackend) backend).stop();
        }
    }

    @Nested
    class RandomGraphs extends FewRandomGraphs {
        @Override
        protected List<? extends List<? extends Backend>> families() {
            return CudaContractTest.families();
        }
    }
}
