package org.fascicle.format.protobuf;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A message of Protocol Buffers that is being written, field by field. What is written here has few kinds of fields and of messages, so
 * that this is less than a library, and no generated code. What a message holds is not copied again when it becomes a field of another.
 * Used by one thread.
 */
public final class Message {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;
    private static final int WIRE_BITS = 3;
    private static final int GROUP = 7;

    private final List<byte[]> parts = new ArrayList<>();
    private long size;

    /** Its bytes. */
    public long size() {
        return size;
    }

    /** With an integer, a truth value or a number of an enumeration. */
    public Message number(int field, long value) {
        varint((long) field << WIRE_BITS | VARINT);
        varint(value);
        return this;
    }

    /** With a binary32. */
    public Message single(int field, float value) {
        varint((long) field << WIRE_BITS | FIXED32);
        int bits = Float.floatToIntBits(value);
        add(new byte[] {(byte) bits, (byte) (bits >> 8), (byte) (bits >> 16), (byte) (bits >> 24)});
        return this;
    }

    /** With a binary64. */
    public Message real(int field, double value) {
        varint((long) field << WIRE_BITS | FIXED64);
        add(littleEndian(value));
        return this;
    }

    /** With binary64 numbers, packed; nothing for none. */
    public Message reals(int field, double[] values) {
        if (values.length > 0) {
            length(field, (long) values.length * Double.BYTES);
            for (double value : values) {
                add(littleEndian(value));
            }
        }
        return this;
    }

    /** With a text. */
    public Message text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** With bytes, which are not copied. */
    public Message bytes(int field, byte[] value) {
        length(field, value.length);
        add(value);
        return this;
    }

    /** With a message. */
    public Message message(int field, Message value) {
        length(field, value.size);
        parts.addAll(value.parts);
        size += value.size;
        return this;
    }

    /** Writes it. */
    public void writeTo(OutputStream out) throws IOException {
        for (byte[] part : parts) {
            out.write(part);
        }
    }

    private static byte[] littleEndian(double value) {
        return ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN).putDouble(value).array();
    }

    private void length(int field, long length) {
        varint((long) field << WIRE_BITS | LENGTH);
        varint(length);
    }

    private void varint(long value) {
        byte[] bytes = new byte[Long.BYTES + 2];
        int count = 0;
        long rest = value;
        while ((rest & -(1 << GROUP)) != 0) {
            bytes[count++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= GROUP;
        }
        bytes[count++] = (byte) rest;
        add(Arrays.copyOf(bytes, count));
    }

    private void add(byte[] part) {
        parts.add(part);
        size += part.length;
    }
}
