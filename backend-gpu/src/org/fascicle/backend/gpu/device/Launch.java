package org.fascicle.backend.gpu.device;

import java.util.List;

/**
 * A kernel and what it is started with.
 *
 * @param kernel its name
 * @param words its first argument, a structure, word by word
 * @param memories its further arguments
 * @param groups how many groups of threads
 * @param threads of each group
 */
public record Launch(String kernel, int[] words, List<Long> memories, int groups, int threads) {}
