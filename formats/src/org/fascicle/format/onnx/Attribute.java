package org.fascicle.format.onnx;

import org.fascicle.format.protobuf.Message;

/** A constant of an operator. Immutable. */
final class Attribute {
    private static final int INTEGER = 2;
    private static final int INTEGERS = 7;

    private final Message message;

    private Attribute(Message message) {
        this.message = message;
    }

    /** An integer, or a truth value as 0 or 1. */
    static Attribute integer(String name, long value) {
        return new Attribute(new Message().text(1, name).number(3, value).number(20, INTEGER));
    }

    /** Integers. */
    static Attribute integers(String name, int... values) {
        Message message = new Message().text(1, name);
        for (int value : values) {
            message.number(8, value);
        }
        return new Attribute(message.number(20, INTEGERS));
    }

    Message message() {
        return message;
    }
}
