package org.fascicle.format.keras;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.fascicle.api.expr.Shape;

/**
 * Writes float32 tensors and whole numbers in groups as HDF5: superblock and object headers of version 2, links in the headers, contiguous elements. The
 * library that reads HDF5 here writes files that neither it nor others can read where a group follows elements of an odd length, and this
 * is all that weights need. Elements are asked for when they are written. Used by one thread.
 */
final class Hdf5Writer {
    private static final int SUPERBLOCK = 48;
    private static final int ALIGNMENT = 8;
    private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final long UNDEFINED = -1;
    private static final int CHECKSUM = 4;
    /** Signature, version, flags and the length of the messages. */
    private static final int PREFIX = 10;

    private final Group root = new Group();
    private final List<Tensor> tensors = new ArrayList<>();

    /** What has a header somewhere in the file. */
    private abstract static class Node {
        byte[] header = {};
        long address;
    }

    private static final class Group extends Node {
        private final Map<String, Node> children = new TreeMap<>();
    }

    private static final class Tensor extends Node {
        private final Shape shape;
        private final Supplier<double[]> values;
        /** Whether its elements are whole numbers of 64 bits, and not float32. */
        private final boolean whole;
        private long elements;

        Tensor(Shape shape, Supplier<double[]> values, boolean whole) {
            this.shape = shape;
            this.values = values;
            this.whole = whole;
        }

        long bytes() {
            return shape.size() * (whole ? Long.BYTES : Float.BYTES);
        }
    }

    /** A group is there, and those above it. */
    void group(String path) {
        at(path);
    }

    private Group at(String path) {
        Group group = root;
        for (String part : path.split("/")) {
            group = (Group) group.children.computeIfAbsent(part, any -> new Group());
        }
        return group;
    }

    /** A tensor in a group. */
    void tensor(String group, String name, Shape shape, Supplier<double[]> values) {
        put(group, name, new Tensor(shape, values, false));
    }

    /** A whole number in a group, below 2^53. */
    void whole(String group, String name, long value) {
        put(group, name, new Tensor(Shape.scalar(), () -> new double[] {value}, true));
    }

    private void put(String group, String name, Tensor tensor) {
        tensors.add(tensor);
        at(group).children.put(name, tensor);
    }

    /** Writes the file. */
    void writeTo(OutputStream out) throws IOException {
        long at = SUPERBLOCK;
        for (Tensor tensor : tensors) {
            tensor.elements = at;
            at = aligned(at + tensor.bytes());
        }
        Map<Node, Long> headers = new LinkedHashMap<>();
        long end = place(root, at, headers);
        out.write(superblock(end));
        for (Tensor tensor : tensors) {
            elements(tensor, out);
        }
        for (Node node : headers.keySet()) {
            out.write(node.header);
            out.write(new byte[(int) (aligned(node.header.length) - node.header.length)]);
        }
    }

    /** Makes the headers, those of children first, and gives the place behind them. */
    private static long place(Node node, long from, Map<Node, Long> headers) {
        long at = from;
        if (node instanceof Group group) {
            for (Node child : group.children.values()) {
                at = place(child, at, headers);
            }
            node.header = header(messages(group));
        } else {
            node.header = header(messages((Tensor) node));
        }
        node.address = at;
        headers.put(node, at);
        return aligned(at + node.header.length);
    }

    private static long aligned(long at) {
        return (at + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    private byte[] superblock(long end) {
        ByteBuffer bytes = buffer(SUPERBLOCK).put(SIGNATURE);
        bytes.put((byte) 2).put((byte) Long.BYTES).put((byte) Long.BYTES).put((byte) 0);
        bytes.putLong(0).putLong(UNDEFINED).putLong(end).putLong(root.address);
        return summed(bytes);
    }

    private static byte[] header(ByteBuffer messages) {
        ByteBuffer bytes = buffer(PREFIX + messages.position() + CHECKSUM);
        bytes.put("OHDR".getBytes(StandardCharsets.US_ASCII));
        // The flag says that the length takes four bytes.
        bytes.put((byte) 2).put((byte) 2).putInt(messages.position()).put(messages.array(), 0, messages.position());
        return summed(bytes);
    }

    private static byte[] summed(ByteBuffer bytes) {
        return bytes.putInt(Checksum.of(bytes.array(), bytes.position())).array();
    }

    private static ByteBuffer messages(Group group) {
        List<byte[]> names = new ArrayList<>();
        group.children.keySet().forEach(name -> names.add(name.getBytes(StandardCharsets.UTF_8)));
        ByteBuffer bytes = buffer(64 + names.stream().mapToInt(name -> name.length + 16).sum());
        message(bytes, 0x02, 18).putShort((short) 0).putLong(UNDEFINED).putLong(UNDEFINED);
        message(bytes, 0x0a, 2).putShort((short) 0);
        int at = 0;
        for (Node child : group.children.values()) {
            byte[] name = names.get(at++);
            message(bytes, 0x06, 3 + name.length + Long.BYTES).put((byte) 1).put((byte) 0).put((byte) name.length).put(name)
                    .putLong(child.address);
        }
        return bytes;
    }

    private static ByteBuffer messages(Tensor tensor) {
        int rank = tensor.shape.rank();
        ByteBuffer bytes = buffer(128 + rank * Long.BYTES);
        message(bytes, 0x01, 4 + rank * Long.BYTES).put((byte) 2).put((byte) rank).put((byte) 0).put((byte) (rank == 0 ? 0 : 1));
        for (int extent : tensor.shape.toArray()) {
            bytes.putLong(extent);
        }
        if (tensor.whole) {
            // A signed number with the lowest byte first: 64 bits from bit 0 on.
            message(bytes, 0x03, 12).put((byte) 0x10).put((byte) 0x08).putShort((short) 0).putInt(Long.BYTES);
            bytes.putShort((short) 0).putShort((short) Long.SIZE);
        } else {
            real(bytes);
        }
        message(bytes, 0x05, 2).put((byte) 3).put((byte) 0x0a);
        message(bytes, 0x08, 18).put((byte) 3).put((byte) 1).putLong(tensor.bytes() == 0 ? UNDEFINED : tensor.elements)
                .putLong(tensor.bytes());
        return bytes;
    }

    private static void real(ByteBuffer bytes) {
        // IEEE binary32: the leading bit is not stored; sign at 31, 8 bits of exponent at 23, 23 of fraction at 0, bias 127.
        message(bytes, 0x03, 20).put((byte) 0x11).put((byte) 0x20).put((byte) 31).put((byte) 0).putInt(Float.BYTES);
        bytes.putShort((short) 0).putShort((short) Float.SIZE).put((byte) 23).put((byte) 8).put((byte) 0).put((byte) 23)
                .putInt(127);
    }

    private static ByteBuffer message(ByteBuffer bytes, int type, int length) {
        return bytes.put((byte) type).putShort((short) length).put((byte) 0);
    }

    private static void elements(Tensor tensor, OutputStream out) throws IOException {
        ByteBuffer bytes = buffer(Math.toIntExact(aligned(tensor.bytes())));
        for (double value : tensor.values.get()) {
            if (tensor.whole) {
                bytes.putLong((long) value);
            } else {
                bytes.putFloat((float) value);
            }
        }
        out.write(bytes.array());
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
