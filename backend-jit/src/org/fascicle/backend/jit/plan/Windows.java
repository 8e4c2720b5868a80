package org.fascicle.backend.jit.plan;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.expr.Window;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.movement.Movements;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;
import org.fascicle.backend.jit.window.Convolution;
import org.fascicle.backend.jit.window.ConvolutionTask;
import org.fascicle.backend.jit.window.Epilogue;
import org.fascicle.backend.jit.window.ImageGradientTask;
import org.fascicle.backend.jit.window.KernelGradientTask;
import org.fascicle.backend.jit.window.PoolTask;
import org.fascicle.backend.jit.window.Pooling;
import org.fascicle.backend.jit.window.Sliding;
import org.fascicle.backend.jit.window.SumTask;
import org.fascicle.compiler.pass.Kernel;

/** The tasks of operations under a sliding window. */
final class Windows {
    static final Set<String> NAMES = Set.of("conv", "conv_grad_input", "conv_grad_kernel", "max_pool", "max_pool_grad",
            "sum_pool", "sum_pool_grad");
    /** What takes an operation or two for each element: a gradient's kernel may compute it for each cell of a window. */
    private static final Set<String> QUICK =
            Set.of("add", "sub", "mul", "neg", "gt", "ge", "eq", "not", "and", "or", "where");

    private final Tools tools;
    private final int rows;
    private final Function<Node, Room> rooms;
    private final Epilogue.Feed feed;

    Windows(Tools tools, int rows, Function<Node, Room> rooms, Epilogue.Feed feed) {
        this.tools = tools;
        this.rows = rows;
        this.rooms = rooms;
        this.feed = feed;
    }

    /** What computes a kernel whose anchor is a node, one after the other. */
    List<Task> of(Kernel kernel, Node node) {
        switch (node.op().name()) {
            case "conv":
                return List.of(new ConvolutionTask(convolution(node, node.operand(0), node), tools.gemm,
                        rooms.apply(node.operand(0)), rooms.apply(node.operand(1)), rooms.apply(node)));
            case "conv_grad_input":
                return imageGradient(node);
            case "conv_grad_kernel":
                return kernelGradient(node);
            case "max_pool":
                return pool(PoolTask.Kind.MAXIMUM, node.operand(0), node, node);
            case "sum_pool":
                return pool(PoolTask.Kind.SUM, node.operand(0), node, node);
            default:
                return poolGradient(kernel, node);
        }
    }

    private Convolution convolution(Node node, Node image, Node places) {
        int[] extents = Movements.extents(places, rows);
        return new Convolution(tools.natives, sliding(node, image, places, rows), extents[0], extents[3]);
    }

    private List<Task> imageGradient(Node node) {
        Node places = node.operand(0);
        Convolution shape = convolution(node, node, places);
        Room transposed = Room.allocate(Type.REAL, (long) shape.window.covered() * shape.outputs, "a transposed kernel");
        Task transpose = ImageGradientTask.transpose(tools.transposition, shape, rooms.apply(node.operand(1)), transposed);
        return List.of(transpose, new ImageGradientTask(shape, tools.gemm, rooms.apply(node), transposed,
                rooms.apply(places)));
    }

    private List<Task> kernelGradient(Node node) {
        KernelGradientTask gradient = new KernelGradientTask(convolution(node, node.operand(0), node.operand(1)),
                tools.gemm, rooms.apply(node.operand(0)), rooms.apply(node.operand(1)));
        return List.of(gradient, new SumTask(tools.natives, gradient.partial, rooms.apply(node), gradient.blocks(),
                gradient.size()));
    }

    private List<Task> pool(PoolTask.Kind kind, Node image, Node places, Node node) {
        Sliding window = sliding(node, image, places, rows);
        int examples = Movements.extents(places, rows)[0];
        return List.of(Pooling.suits(window)
                ? new Pooling(tools.natives, kind, window, tools.cache, examples).task(rooms.apply(image), rooms.apply(places))
                : new PoolTask(tools.natives, kind, window, rooms.apply(image), rooms.apply(places), null, examples));
    }

    private List<Task> poolGradient(Kernel kernel, Node node) {
        boolean isMaximum = node.op() == Primitives.MAX_POOL_GRAD;
        PoolTask.Kind kind = isMaximum ? PoolTask.Kind.MAXIMUM_GRADIENT : PoolTask.Kind.SUM_GRADIENT;
        Node places = node.operand(isMaximum ? 1 : 0);
        Sliding window = sliding(node, node, places, rows);
        int examples = Movements.extents(places, rows)[0];
        if (Pooling.suits(window)) {
            return new Pooling(tools.natives, kind, window, tools.cache, examples).tasks(isMaximum ? node.operand(0) : null,
                    rooms.apply(places), new Epilogue(kernel, node, rooms, feed));
        }
        return List.of(
                new PoolTask(tools.natives, kind, window, rooms.apply(isMaximum ? node.operand(0) : node), rooms.apply(places),
                        isMaximum ? rooms.apply(node) : null, examples));
    }

    /** Whether an elementwise operation is computed by the kernel whose result it reads. */
    static boolean takesEpilogue(Node anchor, Node node) {
        boolean isMaximum = anchor.op() == Primitives.MAX_POOL_GRAD;
        return (isMaximum || anchor.op() == Primitives.SUM_POOL_GRAD) && QUICK.contains(node.op().name())
                && Pooling.takesEpilogue(sliding(anchor, anchor, anchor.operand(isMaximum ? 1 : 0), 1))
                && Epilogue.takes(anchor, node);
    }

    private static Sliding sliding(Node node, Node image, Node places, int rows) {
        return new Sliding(Window.of(node.attributes()), Movements.extents(image, rows), Movements.extents(places, rows));
    }
}
