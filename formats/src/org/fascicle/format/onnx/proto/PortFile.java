package org.fascicle.format.onnx.proto;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * An input or output of a graph. Immutable.
 *
 * @param shape the extents, −1 where one has no number; null if nothing is said of them
 * @param isTensor false for lists and tables of tensors
 */
public record PortFile(String name, Elements elements, @Nullable List<Integer> shape, boolean isTensor) {
    /** Stands for an extent that has no number. */
    public static final int UNKNOWN = -1;

    static PortFile read(Wire wire) {
        String name = "";
        Wire type = null;
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> name = wire.text();
                case 2 -> type = wire.message("type");
                default -> wire.skip();
            }
        }
        if (name.isEmpty()) {
            throw wire.problem("an input or output has no name");
        }
        Wire tensor = null;
        while (type != null && type.next()) {
            if (type.field() == 1) {
                tensor = type.message("tensor");
            } else {
                type.skip();
            }
        }
        return tensor == null ? new PortFile(name, Elements.OTHER, null, false) : tensor(tensor.called(name), name);
    }

    private static PortFile tensor(Wire tensor, String name) {
        Elements elements = Elements.OTHER;
        List<Integer> extents = null;
        while (tensor.next()) {
            switch (tensor.field()) {
                case 1 -> elements = Elements.of(tensor.number());
                case 2 -> extents = extents(tensor.message("shape"));
                default -> tensor.skip();
            }
        }
        return new PortFile(name, elements, extents == null ? null : List.copyOf(extents), true);
    }

    private static List<Integer> extents(Wire shape) {
        List<Integer> extents = new ArrayList<>();
        while (shape.next()) {
            if (shape.field() == 1) {
                extents.add(extent(shape.message("dim")));
            } else {
                shape.skip();
            }
        }
        return extents;
    }

    private static int extent(Wire dim) {
        long extent = UNKNOWN;
        while (dim.next()) {
            if (dim.field() == 1) {
                extent = dim.number();
            } else {
                dim.skip();
            }
        }
        // 0 and less are written by some for what is not known.
        if (extent > Integer.MAX_VALUE) {
            throw dim.problem("the extent " + extent + " is too large");
        }
        return extent <= 0 ? UNKNOWN : (int) extent;
    }
}
