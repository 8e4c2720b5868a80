package org.fascicle.backend.gpu.kernel;

import java.util.List;

import org.fascicle.api.graph.Node;
import org.fascicle.backend.gpu.device.Product;
import org.fascicle.compiler.pass.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * One kernel with what it is to be started with, or a product by a library. Immutable.
 *
 * @param name of the kernel, which depends on its source alone
 * @param source equal for all kernels of a structure; empty for one of the fixed
 * @param cause the operation that it computes, with its provenance, for messages
 * @param arrays the tensors whose memory it is handed, in order
 * @param words its argument structure, word by word: guard, extents, strides, offsets, constants, places of scalars
 * @param groups how many groups do all the work
 * @param kernels those of the schedule of which it computes all or a part
 * @param product what a library is asked for in place of a kernel; null for a kernel. The arrays are then the left operand, the right one
 *            and the result, and the words, behind the first, where each begins
 */
public record Rendered(String name, String source, String cause, List<Node> arrays, List<Integer> words, int groups,
        List<Kernel> kernels, @Nullable Product product) {
    /** The threads of each group. */
    public static final int THREADS = 256;

    /** A kernel. */
    Rendered(String name, String source, String cause, List<Node> arrays, List<Integer> words, int groups, List<Kernel> kernels) {
        this(name, source, cause, arrays, words, groups, kernels, null);
    }

    /** One whose lists do not change. */
    public Rendered {
        arrays = List.copyOf(arrays);
        words = List.copyOf(words);
        kernels = List.copyOf(kernels);
    }
}
