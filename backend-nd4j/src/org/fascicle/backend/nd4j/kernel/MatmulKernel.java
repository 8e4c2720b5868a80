package org.fascicle.backend.nd4j.kernel;

import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.nio.FloatBuffer;

import org.bytedeco.javacpp.FloatPointer;
import org.fascicle.backend.nd4j.natives.Call;
import org.fascicle.backend.nd4j.natives.Extents;
import org.fascicle.backend.nd4j.natives.Ref;

/**
 * Matrix products by OpenBLAS, straight on the tensors' memory: it takes row-major operands and transposes as they are, so that no
 * copy and no other order is needed.
 */
final class MatmulKernel {
    private static final int ROW_MAJOR = 101;
    private static final int AS_IS = 111;
    private static final int TRANSPOSED = 112;

    private MatmulKernel() {}

    static Call bind(Op op, Binding binding) {
        int[] left = binding.extents(op.in.get(0).shape);
        int[] result = binding.extents(op.out.shape);
        int last = result.length - 1;
        int m = result[last - 1];
        int n = result[last];
        int k = left[op.transposeA ? last - 1 : last];
        int batch = Extents.product(result, 0, last - 1);
        Ref out = binding.out(op);
        if (k == 0) {
            FloatBuffer z = out.floats();
            return run -> MovementKernels.fill(z, 0f, out.count);
        }
        int transA = op.transposeA ? TRANSPOSED : AS_IS;
        int transB = op.transposeB ? TRANSPOSED : AS_IS;
        int lda = op.transposeA ? m : k;
        int ldb = op.transposeB ? k : n;
        FloatPointer a = binding.in(op, 0).pointer();
        FloatPointer b = binding.in(op, 1).pointer();
        FloatPointer c = out.pointer();
        if (batch == 1) {
            return run -> cblas_sgemm(ROW_MAJOR, transA, transB, m, n, k, 1f, a, lda, b, ldb, 0f, c, n);
        }
        long aStep = (long) m * k;
        long bStep = (long) k * n;
        long cStep = (long) m * n;
        return run -> {
            for (int i = 0; i < batch; i++) {
                cblas_sgemm(ROW_MAJOR, transA, transB, m, n, k, 1f, a.position(i * aStep), lda, b.position(i * bStep), ldb,
                        0f, c.position(i * cStep), n);
            }
        };
    }
}
