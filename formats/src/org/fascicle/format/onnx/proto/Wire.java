package org.fascicle.format.onnx.proto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

import org.fascicle.api.problem.InputException;

/**
 * A message of Protocol Buffers that is being read, field by field. No memory is taken for what a length only claims. Used by one thread.
 */
final class Wire {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;
    private static final int TYPE_BITS = 3;
    private static final int GROUP_BITS = 7;
    private static final int LONGEST_VARINT = 10;
    private static final int LARGEST_FIELD = (1 << 29) - 1;
    private static final String REMEDY = "Use another copy of it, or export the model anew";

    private final byte[] bytes;
    private final int end;
    private final String place;
    private int at;
    private int field;
    private int type;

    private Wire(byte[] bytes, int from, int end, String place) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
        this.place = place;
    }

    /** All bytes as one message. */
    static Wire of(byte[] bytes, String place) {
        return new Wire(bytes, 0, bytes.length, place);
    }

    /** The same message under a name that is better known. */
    Wire called(String name) {
        return new Wire(bytes, at, end, name);
    }

    /** Where it stands, for messages. */
    String place() {
        return place;
    }

    /** Goes to the next field; false if there is none. */
    boolean next() {
        if (at == end) {
            return false;
        }
        long key = varint();
        long number = key >>> TYPE_BITS;
        type = (int) (key & (1 << TYPE_BITS) - 1);
        if (number == 0 || number > LARGEST_FIELD) {
            throw problem("at byte " + at + " there is the field " + number + ", which cannot be");
        }
        field = (int) number;
        return true;
    }

    /** The number of the field. */
    int field() {
        return field;
    }

    /** An integer. */
    long number() {
        require(VARINT);
        return varint();
    }

    /** A binary32. */
    float single() {
        require(FIXED32);
        return fixed(Float.BYTES).getFloat();
    }

    /** A text. */
    String text() {
        int length = length();
        at += length;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at - length, length)).toString();
        } catch (CharacterCodingException e) {
            throw problem("the text of the field " + field + " at byte " + (at - length) + " is no UTF-8");
        }
    }

    /** A message. */
    Wire message(String name) {
        int length = length();
        at += length;
        return new Wire(bytes, at - length, at, place.isEmpty() ? name : place + "/" + name);
    }

    /** Bytes, not copied. */
    ByteBuffer buffer() {
        int length = length();
        at += length;
        return ByteBuffer.wrap(bytes, at - length, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Integers, packed or one alone. */
    void numbers(LongConsumer each) {
        if (type == VARINT) {
            each.accept(varint());
            return;
        }
        Wire packed = message("");
        while (packed.at < packed.end) {
            each.accept(packed.varint());
        }
    }

    /** Numbers of a fixed width, packed or one alone, as they lie. */
    ByteBuffer fixedNumbers(int width) {
        if (type == FIXED32 && width == Float.BYTES || type == FIXED64 && width == Double.BYTES) {
            return fixed(width);
        }
        ByteBuffer packed = buffer();
        if (packed.remaining() % width != 0) {
            throw problem("the field " + field + " has " + packed.remaining() + " bytes, no multiple of " + width);
        }
        return packed;
    }

    /** This field, to be read later; it is passed over. */
    Wire part() {
        Wire part = again();
        skip();
        return part;
    }

    /** The same field once more. */
    Wire again() {
        Wire again = new Wire(bytes, at, end, place);
        again.field = field;
        again.type = type;
        return again;
    }

    /** Passes over the field. */
    void skip() {
        switch (type) {
            case VARINT -> varint();
            case FIXED64 -> fixed(Long.BYTES);
            case FIXED32 -> fixed(Integer.BYTES);
            case LENGTH -> buffer();
            default -> throw problem("the field " + field + " has the wire type " + type + ", which ONNX has not");
        }
    }

    private int length() {
        require(LENGTH);
        long length = varint();
        if (length < 0 || length > end - at) {
            throw problem("the field " + field + " at byte " + at + " claims " + Long.toUnsignedString(length) + " bytes, and "
                    + (end - at) + " are there");
        }
        return (int) length;
    }

    private ByteBuffer fixed(int width) {
        if (end - at < width) {
            throw problem("the field " + field + " is cut off at byte " + at);
        }
        at += width;
        return ByteBuffer.wrap(bytes, at - width, width).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    private long varint() {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            if (at == end) {
                throw problem("it is cut off at byte " + at);
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << GROUP_BITS * i;
            if (next >= 0) {
                return value;
            }
        }
        throw problem("the number before byte " + at + " does not end");
    }

    private void require(int wanted) {
        if (type != wanted) {
            throw problem("the field " + field + " at byte " + at + " has the wire type " + type + ", not " + wanted);
        }
    }

    InputException problem(String problem) {
        return new InputException(null, place, problem, REMEDY);
    }
}
