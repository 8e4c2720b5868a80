package org.fascicle.backend.jit;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

import org.fascicle.api.expr.Type;
import org.fascicle.api.expr.Window;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.movement.Movements;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;
import org.fascicle.backend.jit.window.Convolution;
import org.fascicle.backend.jit.window.ConvolutionTask;
import org.fascicle.backend.jit.window.ImageGradientTask;
import org.fascicle.backend.jit.window.KernelGradientTask;
import org.fascicle.backend.jit.window.PoolTask;
import org.fascicle.backend.jit.window.Pooling;
import org.fascicle.backend.jit.window.Sliding;
import org.fascicle.backend.jit.window.SumTask;

/** The tasks of operations under a sliding window. */
final class Windows {
    static final Set<String> NAMES = Set.of("conv", "conv_grad_input", "conv_grad_kernel", "max_pool", "max_pool_grad",
            "sum_pool", "sum_pool_grad");

    private final Engine engine;
    private final int rows;
    private final Function<Node, Room> rooms;

    Windows(Engine engine, int rows, Function<Node, Room> rooms) {
        this.engine = engine;
        this.rows = rows;
        this.rooms = rooms;
    }

    /** What computes a node, one after the other. */
    List<Task> of(Node node) {
        switch (node.op().name()) {
            case "conv":
                return List.of(new ConvolutionTask(convolution(node, node.operand(0), node), engine.windows,
                        rooms.apply(node.operand(0)), rooms.apply(node.operand(1)), rooms.apply(node)));
            case "conv_grad_input":
                return imageGradient(node);
            case "conv_grad_kernel":
                return kernelGradient(node);
            case "max_pool":
                return pool(PoolTask.Kind.MAXIMUM, node.operand(0), node, null, node);
            case "sum_pool":
                return pool(PoolTask.Kind.SUM, node.operand(0), node, null, node);
            case "max_pool_grad":
                return pool(PoolTask.Kind.MAXIMUM_GRADIENT, node.operand(0), node.operand(1), node, node);
            default:
                return pool(PoolTask.Kind.SUM_GRADIENT, node, node.operand(0), null, node);
        }
    }

    private Convolution convolution(Node node, Node image, Node places) {
        int[] extents = Movements.extents(places, rows);
        return new Convolution(sliding(node, image, places), extents[0], extents[3]);
    }

    private List<Task> imageGradient(Node node) {
        Node places = node.operand(0);
        Convolution shape = convolution(node, node, places);
        Room turned = Room.allocate(Type.REAL, (long) shape.window.covered() * shape.outputs, "a turned kernel");
        Task turn = ImageGradientTask.turn(shape, rooms.apply(node.operand(1)), turned);
        return List.of(turn, new ImageGradientTask(shape, engine.windows, engine.addition(), rooms.apply(node), turned,
                rooms.apply(places)));
    }

    private List<Task> kernelGradient(Node node) {
        KernelGradientTask gradient = new KernelGradientTask(convolution(node, node.operand(0), node.operand(1)),
                engine.windows, rooms.apply(node.operand(0)), rooms.apply(node.operand(1)));
        return List.of(gradient, new SumTask(engine.addition(), gradient.partial, rooms.apply(node), gradient.blocks(),
                gradient.size()));
    }

    private List<Task> pool(PoolTask.Kind kind, Node image, Node places, Node gradient, Node node) {
        Sliding window = sliding(node, image, places);
        int examples = Movements.extents(places, rows)[0];
        Room result = gradient == null ? null : rooms.apply(gradient);
        if (Pooling.suits(window)) {
            return new Pooling(kind, window, engine.cache, examples).tasks(rooms.apply(image), rooms.apply(places), result);
        }
        return List.of(new PoolTask(kind, window, rooms.apply(image), rooms.apply(places), result, examples));
    }

    private Sliding sliding(Node node, Node image, Node places) {
        return new Sliding(Window.of(node.attributes()), Movements.extents(image, rows), Movements.extents(places, rows));
    }
}
