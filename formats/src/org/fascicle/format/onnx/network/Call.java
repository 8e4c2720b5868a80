package org.fascicle.format.onnx.network;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import org.fascicle.format.onnx.proto.NodeFile;
import org.fascicle.format.onnx.proto.TensorFile;
import org.jspecify.annotations.Nullable;

/** An operator of the file with the values of its inputs. */
final class Call {
    private final NodeFile node;
    private final Function<String, Value> values;
    private final long version;
    private final int batch;
    private final Network network;
    private final Layouts layouts;
    private final Consumer<String> notes;

    /**
     * A call.
     *
     * @param values gives the value of a tensor
     * @param version of the set of operators
     * @param batch the rows that the file is fixed to; 0 if it takes any number
     * @param notes takes what the file says and the network does not
     */
    Call(NodeFile node, Function<String, Value> values, long version, int batch, Network network, Layouts layouts,
            Consumer<String> notes) {
        this.node = node;
        this.values = values;
        this.version = version;
        this.batch = batch;
        this.network = network;
        this.layouts = layouts;
        this.notes = notes;
    }

    NodeFile node() {
        return node;
    }

    long version() {
        return version;
    }

    int batch() {
        return batch;
    }

    /** Notes what the file says and the network does not. */
    void left(String what) {
        notes.accept(node + ": " + what);
    }

    Network network() {
        return network;
    }

    Layouts layouts() {
        return layouts;
    }

    int inputs() {
        return node.inputs().size();
    }

    boolean has(int input) {
        return node.input(input) != null;
    }

    String name(int input) {
        String name = node.input(input);
        if (name == null) {
            throw new Refused("its input " + input + " is missing");
        }
        return name;
    }

    Value value(int input) {
        return values.apply(name(input));
    }

    boolean isConstant(int input) {
        return has(input) && value(input) instanceof Constant;
    }

    /** An input that layers compute. */
    View view(int input) {
        if (value(input) instanceof View view) {
            return view;
        }
        throw new Refused("its input " + input + " is given with the file, where a layer's output is expected");
    }

    /** An input that is known. */
    Constant constant(int input) {
        if (value(input) instanceof Constant constant) {
            Refused.unless(constant.elements().areRead(), "its input '" + name(input) + "' holds no numbers that are read");
            return constant;
        }
        throw new Refused("its input " + input + " ('" + name(input) + "') is computed, and a layer has fixed numbers there");
    }

    /** An attribute, if it is given. */
    private @Nullable Object attribute(String name) {
        return node.attributes().get(name);
    }

    long integer(String name, long otherwise) {
        Object value = attribute(name);
        if (value == null) {
            return otherwise;
        } else if (value instanceof Long number) {
            return number;
        }
        throw new Refused("its attribute '" + name + "' is no whole number");
    }

    boolean flag(String name) {
        return integer(name, 0) != 0;
    }

    double number(String name, double otherwise) {
        Object value = attribute(name);
        if (value == null) {
            return otherwise;
        } else if (value instanceof Double number) {
            return Constant.shortest(number);
        }
        throw new Refused("its attribute '" + name + "' is no number");
    }

    String text(String name, String otherwise) {
        Object value = attribute(name);
        if (value == null) {
            return otherwise;
        } else if (value instanceof String text) {
            return text;
        }
        throw new Refused("its attribute '" + name + "' is no text");
    }

    Constant tensor(String name) {
        if (attribute(name) instanceof TensorFile tensor) {
            return Constant.of(tensor);
        }
        throw new Refused("its attribute '" + name + "' is no tensor");
    }

    /** Whole numbers of an attribute; null if it is not given. */
    int @Nullable [] integers(String name) {
        List<?> list = list(name);
        return list == null ? null : list.stream().mapToInt(item -> {
            if (item instanceof Long number && number == (int) (long) number) {
                return (int) (long) number;
            }
            throw new Refused("its attribute '" + name + "' has " + item + " among its whole numbers");
        }).toArray();
    }

    /** Numbers of an attribute; null if it is not given. */
    double @Nullable [] numbers(String name) {
        List<?> list = list(name);
        return list == null ? null : list.stream().mapToDouble(item -> {
            if (item instanceof Number number) {
                return number.doubleValue();
            }
            throw new Refused("its attribute '" + name + "' has " + item + " among its numbers");
        }).toArray();
    }

    /** Numbers of an attribute that must be given. */
    double[] numbersOf(String name) {
        double[] numbers = numbers(name);
        if (numbers == null) {
            throw new Refused("it has no " + name);
        }
        return numbers;
    }

    private @Nullable List<?> list(String name) {
        Object value = attribute(name);
        if (value != null && !(value instanceof List)) {
            throw new Refused("its attribute '" + name + "' is no list");
        }
        return (List<?>) value;
    }

    /** Whole numbers that stand in an attribute in older sets, and in an input in newer ones; null if they are not given. */
    int @Nullable [] integers(String name, int input) {
        return has(input) ? constant(input).integers(name) : integers(name);
    }

    /** The same, that must be given. */
    int[] required(String name, int input) {
        int[] numbers = integers(name, input);
        if (numbers == null) {
            throw new Refused("it has no " + name);
        }
        return numbers;
    }

    /** A node that a pattern has found. */
    Call found(String label) {
        return new Call((NodeFile) Objects.requireNonNull(attribute(label)), values, version, batch, network, layouts,
                notes);
    }
}
