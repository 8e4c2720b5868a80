package org.fascicle.backend.jit;

import java.util.Set;
import java.util.function.Function;

import org.fascicle.api.expr.Window;
import org.fascicle.api.graph.Node;

/** The tasks of operations under a sliding window. */
final class Windows {
    static final Set<String> NAMES = Set.of("conv", "conv_grad_input", "conv_grad_kernel", "max_pool", "max_pool_grad",
            "sum_pool", "sum_pool_grad");

    private Windows() {}

    static Task of(Node node, int rows, Gemm gemm, Function<Node, Room> rooms) {
        switch (node.op().name()) {
            case "conv":
                return convolution(ConvolutionTask.Kind.FORWARD, node.operand(0), node.operand(1), node, node, rows, gemm,
                        rooms);
            case "conv_grad_input":
                return convolution(ConvolutionTask.Kind.TO_IMAGE, node, node.operand(1), node.operand(0), node, rows, gemm,
                        rooms);
            case "conv_grad_kernel":
                return convolution(ConvolutionTask.Kind.TO_KERNEL, node.operand(0), node, node.operand(1), node, rows, gemm,
                        rooms);
            case "max_pool":
                return pool(PoolTask.Kind.MAXIMUM, node.operand(0), node, null, node, rows, rooms);
            case "sum_pool":
                return pool(PoolTask.Kind.SUM, node.operand(0), node, null, node, rows, rooms);
            case "max_pool_grad":
                return pool(PoolTask.Kind.MAXIMUM_GRADIENT, node.operand(0), node.operand(1), node, node, rows, rooms);
            default:
                return pool(PoolTask.Kind.SUM_GRADIENT, node, node.operand(0), null, node, rows, rooms);
        }
    }

    private static Task convolution(ConvolutionTask.Kind kind, Node image, Node kernel, Node places, Node node, int rows,
            Gemm gemm, Function<Node, Room> rooms) {
        int[] extents = Movements.extents(places, rows);
        return new ConvolutionTask(kind, gemm, sliding(node, image, places, rows), rooms.apply(image), rooms.apply(kernel),
                rooms.apply(places), extents[0], extents[3]);
    }

    private static Task pool(PoolTask.Kind kind, Node image, Node places, Node gradient, Node node, int rows,
            Function<Node, Room> rooms) {
        return new PoolTask(kind, sliding(node, image, places, rows), rooms.apply(image), rooms.apply(places),
                gradient == null ? null : rooms.apply(gradient), Movements.extents(places, rows)[0]);
    }

    private static Sliding sliding(Node node, Node image, Node places, int rows) {
        return new Sliding(Window.of(node.attributes()), Movements.extents(image, rows), Movements.extents(places, rows));
    }
}
