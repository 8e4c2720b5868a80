package org.fascicle.format.onnx;

import java.util.function.Supplier;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.jspecify.annotations.Nullable;

/**
 * A tensor of the file. Operators of ONNX broadcast their operands themselves, so that a broadcast tensor is written when somebody needs it
 * as it stands, and not before. Used by one thread.
 */
final class Value {
    private final Type type;
    private final Shape shape;
    private final Value source;
    private final Supplier<String> writing;
    private @Nullable String name;

    private Value(Type type, Shape shape, @Nullable Value source, Supplier<String> writing) {
        this.type = type;
        this.shape = shape;
        this.source = source == null ? this : source;
        this.writing = writing;
    }

    /** A tensor that is written already. */
    static Value of(String name, Type type, Shape shape) {
        return new Value(type, shape, null, () -> name);
    }

    /** Another one, repeated to a shape. */
    static Value broadcast(Value source, Shape shape, Supplier<String> writing) {
        return new Value(source.type, shape, source.source, writing);
    }

    /** Its name; written now, if it was not before. */
    String name() {
        String known = name;
        if (known == null) {
            known = writing.get();
            name = known;
        }
        return known;
    }

    /** The type of its elements. */
    Type type() {
        return type;
    }

    /** Its shape. */
    Shape shape() {
        return shape;
    }

    /** What it repeats; itself if it repeats nothing. */
    Value source() {
        return source;
    }
}
