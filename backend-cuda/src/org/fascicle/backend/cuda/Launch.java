package org.fascicle.backend.cuda;

import java.util.List;

import org.fascicle.api.graph.Node;

/** One kernel with what it is to be started with. Immutable. */
final class Launch {
    /** The kernel's name, which depends on its source alone. */
    final String name;
    /** CUDA C++, without the prelude; equal for all launches of a structure. */
    final String source;
    /** The tensors whose memory it is handed, in order. */
    final List<Node> arrays;
    /** Its argument structure, word by word: extents, strides, offsets, constants, places of scalars. */
    final List<Integer> words;
    /** How many blocks do all the work; fewer do it as well where the kernel's loop goes over the grid. */
    final int blocks;
    /** The threads of a block along x and y. */
    final int[] threads;

    Launch(String name, String source, List<Node> arrays, List<Integer> words, int blocks, int... threads) {
        this.name = name;
        this.source = source;
        this.arrays = List.copyOf(arrays);
        this.words = List.copyOf(words);
        this.blocks = blocks;
        this.threads = threads;
    }
}
