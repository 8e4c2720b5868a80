package org.fascicle.backend.jit.movement;

import java.util.List;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.recipe.Numbers;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;

/** The tasks of movements that are carried out, and of other copies. */
public final class Movements {
    private Movements() {}

    public static Task reshape(Natives natives, Node node, int rows, Room x, Room y) {
        int[] count = {Math.toIntExact(node.shape().size(rows))};
        return new MoveTask(natives, x, y, count, new int[] {1}, new int[] {1});
    }

    public static Task broadcast(Natives natives, Node node, int rows, Room x, Room y) {
        int[] from = node.operand(0).shape().withRows(rows).toArray();
        int[] to = extents(node, rows);
        int[] strides = new int[to.length];
        int[] full = strides(from);
        for (int i = 1; i <= from.length; i++) {
            strides[to.length - i] = from[from.length - i] == 1 ? 0 : full[from.length - i];
        }
        return move(natives, x, y, to, strides, strides(to));
    }

    public static Task transpose(Natives natives, Node node, int rows, Room x, Room y) {
        int[] from = strides(extents(node.operand(0), rows));
        int[] axes = node.attributes().integers("axes");
        int[] strides = new int[axes.length];
        for (int axis = 0; axis < axes.length; axis++) {
            strides[axis] = from[axes[axis]];
        }
        int[] to = extents(node, rows);
        return move(natives, x, y, to, strides, strides(to));
    }

    public static Task slice(Natives natives, Node node, int rows, Room x, Room y) {
        int[] strides = strides(extents(node.operand(0), rows));
        int[] start = node.attributes().integers("start");
        int[] step = node.attributes().integers("step");
        int first = 0;
        for (int axis = 0; axis < strides.length; axis++) {
            first += start[axis] * strides[axis];
            strides[axis] *= step[axis];
        }
        int[] to = extents(node, rows);
        return move(natives, x.from(first), y, to, strides, strides(to));
    }

    public static Task reverse(Natives natives, Node node, int rows, Room x, Room y) {
        int[] to = extents(node, rows);
        int[] strides = strides(to);
        int first = 0;
        for (int given : node.attributes().integers("axes")) {
            int axis = node.shape().axis(given);
            first += Math.max(0, to[axis] - 1) * strides[axis];
            strides[axis] = -strides[axis];
        }
        return move(natives, x.from(first), y, to, strides, strides(to));
    }

    /** First the whole is filled, then the operand put into it. */
    public static List<Task> pad(Natives natives, Node node, int rows, Room x, Room y) {
        Attributes attributes = node.attributes();
        float number = Numbers.bits(attributes.number("value"), node.type());
        int size = Math.toIntExact(node.shape().size(rows));
        return List.of(new FillTask(natives, y, size, number),
                within(natives, node, node.operand(0), rows, attributes.integers("low"), x, y));
    }

    /** One operand of a concatenation into its place. */
    public static Task join(Natives natives, Node concat, int operand, int rows, Room x, Room y) {
        int axis = concat.shape().axis(concat.attributes().integer("axis"));
        int[] low = new int[concat.shape().rank()];
        for (int i = 0; i < operand; i++) {
            low[axis] += extents(concat.operand(i), rows)[axis];
        }
        return within(natives, concat, concat.operand(operand), rows, low, x, y);
    }

    private static Task within(Natives natives, Node whole, Node part, int rows, int[] low, Room x, Room y) {
        int[] from = extents(part, rows);
        int[] strides = strides(extents(whole, rows));
        int first = 0;
        for (int axis = 0; axis < low.length; axis++) {
            first += low[axis] * strides[axis];
        }
        return move(natives, x, y.from(first), from, strides(from), strides);
    }

    private static Task move(Natives natives, Room x, Room y, int[] extents, int[] fromStrides, int[] toStrides) {
        if (extents.length == 0) {
            return new MoveTask(natives, x, y, new int[] {1}, new int[] {1}, new int[] {1});
        }
        return new MoveTask(natives, x, y, extents, fromStrides, toStrides);
    }

    public static int[] extents(Node node, int rows) {
        return node.shape().withRows(rows).toArray();
    }

    public static int product(int[] extents, int from, int to) {
        int product = 1;
        for (int axis = from; axis < to; axis++) {
            product *= extents[axis];
        }
        return product;
    }

    private static int[] strides(int[] extents) {
        int[] strides = new int[extents.length];
        int stride = 1;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= extents[axis];
        }
        return strides;
    }
}
