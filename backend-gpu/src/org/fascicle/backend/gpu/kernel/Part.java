package org.fascicle.backend.gpu.kernel;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.graph.Node;
import org.fascicle.backend.gpu.device.Product;
import org.jspecify.annotations.Nullable;

/**
 * What some groups of a launch compute. Its text knows its arguments as {@code p}, its arrays as {@code a0}, {@code a1}, …, and who
 * it is as {@code group} of {@code groups}, so that it can stand in a kernel alone or beside others. Immutable.
 *
 * @param title what its kernel is called if it stands alone
 * @param cause the operation that it computes, with its provenance, for messages
 * @param structure the type of its arguments where one of the texts has it; empty if {@code members} say what they are
 * @param members of its argument structure, line by line
 * @param arrays by number, what it is handed; null for a number that has no array
 * @param local how many words of local memory it uses, which it knows as {@code pool}
 * @param body its statements
 * @param words its arguments, in the order of the structure's members; the first is the place of the guard
 * @param groups how many groups do all the work
 * @param reads what it reads
 * @param writes what it writes
 * @param whole of whose result it computes a piece that no other part touches; null if it computes results of its own
 * @param product what a library is asked for in place of all this; null for a kernel. The words are then a guard that is none, and where
 *            the operands and the result begin
 */
record Part(String title, String cause, String structure, List<String> members, List<@Nullable Node> arrays, int local,
        List<String> body, List<Integer> words, int groups, List<Node> reads, List<Node> writes, @Nullable Node whole,
        @Nullable Product product) {
    static final int THREADS = Rendered.THREADS;

    /** A part of a kernel, with results of its own. */
    Part(String title, String cause, String structure, List<String> members, List<@Nullable Node> arrays, int local,
            List<String> body, List<Integer> words, int groups, List<Node> reads, List<Node> writes) {
        this(title, cause, structure, members, arrays, local, body, words, groups, reads, writes, null, null);
    }

    /** So many groups as are needed for a thread each. */
    static int groups(int threads) {
        return (threads + THREADS - 1) / THREADS;
    }

    Part ofWhole(Node node) {
        return new Part(title, cause, structure, members, arrays, local, body, words, groups, reads, writes, node, product);
    }

    /**
     * A product by a library.
     *
     * @param operands the left one and the right one
     * @param begins the number of the first element of the left one, of the right one and of the result
     */
    static Part of(Product product, String cause, List<Node> operands, Node result, List<Integer> begins) {
        List<Integer> words = new ArrayList<>(List.of(-1));
        words.addAll(begins);
        List<@Nullable Node> arrays = new ArrayList<>(operands);
        arrays.add(result);
        return new Part("product", cause, "", List.of(), arrays, 0, List.of(), words, 1, operands, List.of(result), null,
                product);
    }
}
