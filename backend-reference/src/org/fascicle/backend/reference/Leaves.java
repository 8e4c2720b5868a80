package org.fascicle.backend.reference;

import java.util.Arrays;
import java.util.List;

import org.fascicle.api.expr.Attributes;
import org.fascicle.api.expr.Philox;

/** Operations without operands, but for inputs and variables, which are there. */
final class Leaves {
    private static final int WORDS = 4;

    private Leaves() {}

    static Kernel constant(Tensor result, List<Tensor> operands) {
        double value = result.node.attributes().number("value");
        return arguments -> fill(result, value);
    }

    static Kernel scalar(Tensor result, List<Tensor> operands) {
        int index = result.node.attributes().integer("index");
        return arguments -> result.reals[0] = arguments.scalars()[index];
    }

    static Kernel iota(Tensor result, List<Tensor> operands) {
        int axis = result.shape().axis(result.node.attributes().integer("axis"));
        return arguments -> {
            int inner = result.extent(axis + 1, result.extents.length);
            for (int i = 0; i < result.size(); i++) {
                result.integers[i] = i / inner % result.extents[axis];
            }
        };
    }

    static Kernel randomBits(Tensor result, List<Tensor> operands) {
        Attributes attributes = result.node.attributes();
        int path = Philox.hash(attributes.text("path"));
        int draw = attributes.integer("draw");
        int shift = Integer.SIZE - attributes.integer("bits");
        int[] words = new int[WORDS];
        return arguments -> {
            for (int i = 0; i < result.size(); i++) {
                if (i % WORDS == 0) {
                    Philox.words(arguments.seed(), i / WORDS, (int) arguments.step(), path, draw, words);
                }
                result.integers[i] = words[i % WORDS] >>> shift;
            }
        };
    }

    /** Writes a number into all elements, as a cast to their type would. */
    static void fill(Tensor tensor, double value) {
        if (tensor.isReal()) {
            Arrays.fill(tensor.reals, 0, tensor.size(), value);
        } else {
            Arrays.fill(tensor.integers, 0, tensor.size(), Casts.integer(value, tensor.type()));
        }
    }
}
