package org.fascicle.core.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Shape;
import org.junit.jupiter.api.Test;

class SafetensorsTest {
    private static final String TYPES = "F64, F32, F16, BF16, I32, I64, U64, U32, I16, U16, I8, U8, BOOL";

    @Test
    void writesTheFormatAsItIsSpecified() throws IOException {
        byte[] expected = file("{\"d\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[0,8]},"
                + "\"a\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[8,16]},"
                + "\"b\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[16,20]}}    ", 20);
        ByteBuffer.wrap(expected).order(ByteOrder.LITTLE_ENDIAN).position(expected.length - 20)
                .putDouble(-0.5).putFloat(1).putFloat(Float.NaN).putInt(-7);
        byte[] written = write(Map.of("a", Tensor.of(Shape.of(1, 2), new float[] {1, Float.NaN}),
                "b", Tensor.of(Shape.of(1), new int[] {-7}), "d", Tensor.of(Shape.scalar(), new double[] {-0.5})));
        assertEquals(new String(expected, StandardCharsets.ISO_8859_1), new String(written, StandardCharsets.ISO_8859_1));
        assertEquals(0, (written.length - 20) % 8);
    }

    @Test
    void keepsEveryBit() throws IOException {
        int count = 70_001;
        float[] floats = new float[count];
        double[] doubles = new double[count];
        int[] ints = new int[count];
        for (int i = 0; i < count; i++) {
            ints[i] = i * 0x9E3779B9;
            floats[i] = Float.intBitsToFloat(ints[i]);
            doubles[i] = Double.longBitsToDouble(ints[i] * 0x9E3779B97F4A7C15L);
        }
        SortedMap<String, Tensor> tensors = new TreeMap<>(Map.of(
                "dense_1/kernel", Tensor.of(Shape.of(count), floats), "\"quoted\" \\ ä/β",
                Tensor.of(Shape.of(1, count), doubles),
                "i", Tensor.of(Shape.of(count, 1, 1), ints), "empty", Tensor.of(Shape.of(3, 0), new float[0])));
        SortedMap<String, Tensor> read = read(write(tensors));
        assertEquals(tensors, read);
        for (int i = 0; i < count; i++) {
            assertEquals(Float.floatToRawIntBits(floats[i]),
                    Float.floatToRawIntBits(read.get("dense_1/kernel").floats()[i]));
        }
        assertArrayEquals(write(tensors), write(read));
        assertEquals(new TreeMap<>(), read(write(Map.of())));
    }

    @Test
    void readsWhatOthersWrite() throws IOException {
        SortedMap<String, Tensor> read = read(file("{\"__metadata__\":{\"format\":\"pt\"},"
                + "\"z\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]},"
                + "\"a\":{\"data_offsets\":[0,4],\"shape\":[],\"dtype\":\"I32\"}}", 12));
        assertEquals("[a, z]", read.keySet().toString());
    }

    @Test
    void readsHalfPrecisionAndLongs() throws IOException {
        byte[] bytes = file("{\"b\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                + "\"h\":{\"dtype\":\"F16\",\"shape\":[8],\"data_offsets\":[4,20]},"
                + "\"l\":{\"dtype\":\"I64\",\"shape\":[2],\"data_offsets\":[20,36]}}", 36);
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(bytes.length - 36);
        for (int bits : new int[] {0x3f80, 0xc2f7, 0x3c00, 0xc000, 0x0001, 0x03ff, 0x7bff, 0xfc00, 0x7e00, 0x8000}) {
            data.putShort((short) bits);
        }
        data.putLong(-3).putLong(Integer.MAX_VALUE);
        SortedMap<String, Tensor> read = read(bytes);
        assertArrayEquals(new float[] {1, -123.5f}, read.get("b").floats());
        assertArrayEquals(new float[] {1, -2, 0x1p-24f, 0x1.ff8p-15f, 65504, Float.NEGATIVE_INFINITY, Float.NaN, -0.0f},
                read.get("h").floats());
        assertArrayEquals(new int[] {-3, Integer.MAX_VALUE}, read.get("l").ints());
        data.putLong(bytes.length - 8, 1L << 31);
        refused("'l' holds 2147483648, which does not fit into 32 bits", bytes);
    }

    /** The same bytes as each type has them. */
    @Test
    void readsWholeNumbersOfEverySize() throws IOException {
        for (String[] each : new String[][] {{"I8", "[8]", "-1 127 -128 0 2 0 0 0"}, {"U8", "[8]", "255 127 128 0 2 0 0 0"},
            {"BOOL", "[8]", "1 1 1 0 1 0 0 0"}, {"I16", "[4]", "32767 128 2 0"}, {"U16", "[4]", "32767 128 2 0"},
            {"U32", "[2]", "8421375 2"}}) {
            byte[] bytes = tensor(each[0], each[1], "[0,8]", 8);
            ByteBuffer.wrap(bytes).position(bytes.length - 8).put(new byte[] {-1, 127, -128, 0, 2, 0, 0, 0});
            assertEquals(each[2],
                    Arrays.stream(read(bytes).get("a").ints()).mapToObj(Integer::toString).collect(Collectors.joining(" ")),
                    each[0]);
        }
        byte[] large = tensor("U16", "[4]", "[0,8]", 8);
        Arrays.fill(large, large.length - 8, large.length, (byte) -1);
        assertArrayEquals(new int[] {65535, 65535, 65535, 65535}, read(large).get("a").ints());
        byte[] larger = tensor("U32", "[2]", "[0,8]", 8);
        Arrays.fill(larger, larger.length - 8, larger.length, (byte) -1);
        refused("'a' holds 4294967295, which does not fit into 32 bits", larger);
        byte[] largest = tensor("U64", "[1]", "[0,8]", 8);
        Arrays.fill(largest, largest.length - 8, largest.length, (byte) -1);
        refused("'a' holds 18446744073709551615, which does not fit into 32 bits", largest);
    }

    @Test
    void refusesHeadersThatCannotBe() {
        refused("it has only 7 bytes", new byte[7]);
        refused("its header cannot be 9 bytes long",
                ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(9).array());
        refused("its header cannot be 18446744073709551615 bytes long",
                ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(-1).array());
        refused("its header cannot be 16777217 bytes long",
                ByteBuffer.allocate((16 << 20) + 9).order(ByteOrder.LITTLE_ENDIAN).putLong((16 << 20) + 1).array());
        refused("its header is no JSON object", file("[]", 0));
        refused("its tensors have 0 bytes, but there are 4", file("{}", 4));
    }

    @Test
    void refusesTensorsThatCannotBe() {
        refused("the type of 'a' is \"C64\", which is none of " + TYPES, tensor("C64", "[1]", "[0,8]", 8));
        refused("its header says of 'a' that F16 [1] takes the bytes 0 to 4", tensor("F16", "[1]", "[0,4]", 4));
        refused("the shape of 'a' is [-1]", tensor("F32", "[-1]", "[0,4]", 4));
        refused("the shape of 'a' is [1.5]", tensor("F32", "[1.5]", "[0,4]", 4));
        refused("the shape of 'a' is {\"x\":1}", tensor("F32", "{\"x\":1}", "[0,4]", 4));
        refused("the shape of 'a' is [4294967297]", tensor("F32", "[4294967297]", "[0,4]", 4));
        refused("the shape of 'a' has too many elements: [2147483647,2147483647,2147483647]",
                tensor("F32", "[2147483647,2147483647,2147483647]", "[0,4]", 4));
        String says = "its header says of 'a' that F32 ";
        refused(says + "[65536, 65536] takes the bytes 0 to 17179869184",
                tensor("F32", "[65536,65536]", "[0,17179869184]", 4));
        refused(says + "[2] takes the bytes 0 to 4", tensor("F32", "[2]", "[0,4]", 4));
        refused(says + "[1] takes the bytes 4 to 0", tensor("F32", "[1]", "[4,0]", 4));
        refused(says + "[1] takes the bytes [0]", tensor("F32", "[1]", "[0]", 4));
        refused(says + "[1] takes the bytes [0,\"4\"]", tensor("F32", "[1]", "[0,\"4\"]", 4));
        refused("'a' should begin at byte 0, not at 4", tensor("F32", "[1]", "[4,8]", 8));
        refused("its tensors have 400 bytes, but there are 4", tensor("F32", "[100]", "[0,400]", 4));
        refused("the type of 'a' is , which is none of " + TYPES, file("{\"a\":3}", 0));
    }

    @Test
    void refusesOverlapsAndHoles() {
        String first = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},";
        refused("'b' should begin at byte 8, not at 4",
                file(first + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}", 12));
        refused("'b' should begin at byte 8, not at 12",
                file(first + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[12,20]}}", 20));
    }

    private static byte[] tensor(String type, String shape, String offsets, int bytes) {
        return file("{\"a\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}", bytes);
    }

    private static byte[] file(String header, int bytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + json.length
                + bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).put(json).array();
    }

    private static byte[] write(Map<String, Tensor> tensors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SafetensorsWriter(tensors).write(out);
        return out.toByteArray();
    }

    private static SortedMap<String, Tensor> read(byte[] bytes) throws IOException {
        return new SafetensorsReader(new ByteArrayInputStream(bytes), bytes.length).read();
    }

    private static void refused(String message, byte[] bytes) {
        assertEquals(message, assertThrows(IOException.class, () -> read(bytes)).getMessage());
    }
}
