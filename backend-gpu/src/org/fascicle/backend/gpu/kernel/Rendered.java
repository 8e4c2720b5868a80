package org.fascicle.backend.gpu.kernel;

import java.util.List;

import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.Kernel;

/**
 * One kernel with what it is to be started with. Immutable.
 *
 * @param name of the kernel, which depends on its source alone
 * @param source equal for all kernels of a structure; empty for one of the fixed
 * @param cause the operation that it computes, with its provenance, for messages
 * @param isFused whether it takes the frame of a run before its arrays
 * @param arrays the tensors whose memory it is handed, in order
 * @param words its argument structure, word by word: guard, extents, strides, offsets, constants, places of scalars
 * @param groups how many groups do all the work
 * @param across the threads of a group along the first axis
 * @param down the threads of a group along the second
 * @param kernels those of the schedule of which it computes all or a part
 */
public record Rendered(String name, String source, String cause, boolean isFused, List<Node> arrays, List<Integer> words,
        int groups,
        int across,
        int down,
        List<Kernel> kernels) {
    /** One whose lists do not change. */
    public Rendered {
        arrays = List.copyOf(arrays);
        words = List.copyOf(words);
        kernels = List.copyOf(kernels);
    }
}
