package org.fascicle.backend.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Primitive;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.Fusion;
import org.fascicle.compiler.pass.Kernel;
import org.fascicle.compiler.pass.Schedule;

/**
 * A graph as kernels in CUDA C++, float32: fused under a GPU's policy, one source per structure. Extents, offsets, constants
 * and the places of scheduled numbers are arguments; scalars, seed and step are read from device memory, so that a captured
 * graph of launches can be replayed as it is. Sums are made in an order that depends on the shapes alone. Matrix products and
 * convolutions are left to a library. Immutable.
 */
public final class CudaSources {
    private static final Set<Primitive> OF_LIBRARIES =
            Set.of(Primitives.MATMUL, Primitives.CONV, Primitives.CONV_GRAD_INPUT, Primitives.CONV_GRAD_KERNEL);

    private final List<Launch> launches = new ArrayList<>();
    private final List<Node> libraryCalls = new ArrayList<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final int rows;

    private CudaSources(int rows) {
        this.rows = rows;
    }

    /**
     * The kernels of a graph.
     *
     * @param graph what to compute
     * @param rows of the batch, at least 1
     * @throws BackendException if an operation has no kernel; the message names it and its provenance
     */
    public static CudaSources of(Graph graph, int rows) {
        CudaSources sources = new CudaSources(rows);
        Schedule schedule = Fusion.schedule(graph, new CudaPolicy());
        for (Kernel kernel : schedule.kernels()) {
            sources.add(kernel);
        }
        return sources;
    }

    private void add(Kernel kernel) {
        Node anchor = kernel.anchor().orElse(null);
        Node cause = anchor == null ? kernel.outputs().get(0) : anchor;
        try {
            if (anchor == null || CudaPolicy.isFold(anchor)) {
                add(FusedKernel.of(kernel, rows));
            } else if (OF_LIBRARIES.contains(anchor.op())) {
                libraryCalls.add(anchor);
            } else if (CudaPolicy.isEven(anchor) || anchor.op() == Primitives.RESHAPE) {
                add(moved(kernel, anchor));
            } else if (anchor.op() == Primitives.CONCAT) {
                joined(kernel, anchor);
            } else {
                add(FixedKernel.of(anchor, rows));
            }
        } catch (ArithmeticException e) {
            throw new BackendException("CUDA C++ counts elements with 32 bits, which are too few for " + cause, e);
        }
    }

    private void add(Launch launch) {
        if (launch.blocks > 0) {
            launches.add(launch);
            sources.putIfAbsent(launch.name, launch.source);
        }
    }

    private Launch moved(Kernel kernel, Node anchor) {
        Node from = anchor.operand(0);
        if (anchor.op() == Primitives.RESHAPE) {
            int[] line = {Math.toIntExact(anchor.shape().size(rows))};
            return FusedKernel.copy(kernel, from, line, View.whole(line), View.whole(line), rows);
        }
        int[] extents = extents(anchor.shape());
        View read = View.whole(extents(from.shape())).moved(anchor, rows);
        return FusedKernel.copy(kernel, from, extents, read, View.whole(extents), rows);
    }

    private void joined(Kernel kernel, Node anchor) {
        int axis = anchor.shape().axis(anchor.attributes().integer("axis"));
        int start = 0;
        for (Node from : anchor.operands()) {
            int[] extents = extents(from.shape());
            View result = View.whole(extents(anchor.shape()));
            add(FusedKernel.copy(kernel, from, extents, View.whole(extents),
                    new View(result.strides, start * result.strides[axis]), rows));
            start += extents[axis];
        }
    }

    private int[] extents(Shape shape) {
        return shape.withRows(rows).toArray();
    }

    /** All that is to be compiled: what kernels call, the kernels of single operations, and each fused structure once. */
    public String text() {
        return resource("prelude.cu") + "\n" + resource("fixed.cu") + "\n" + String.join("\n", sources.values());
    }

    /** The names of the kernels to start, in an order in which they can run, matrix products and convolutions left out. */
    public List<String> launched() {
        return launches.stream().map(launch -> launch.name).toList();
    }

    /** The matrix products and convolutions, which a library computes. */
    public List<Node> libraryCalls() {
        return List.copyOf(libraryCalls);
    }

    List<Launch> launches() {
        return List.copyOf(launches);
    }

    static String resource(String name) {
        try (InputStream in = CudaSources.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
