package org.fascicle.core.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    @TempDir
    private Path folder;

    static Archive sample() {
        return sample(7);
    }

    private static Archive sample(long step) {
        return new Archive.Builder("{ \"fascicle\" : 1, \"ä\" : \"β\" }\n")
                .weight("dense/kernel", Tensor.of(Shape.of(2, 3),
                        new float[] {1, -0f, Float.NaN, Float.MIN_VALUE, 3e38f, 0.1f}))
                .weight("@data/scale", Tensor.of(Shape.of(2), new double[] {Math.PI, -1e-300}))
                .training("dense/kernel/momentum", Tensor.of(Shape.of(2, 3), new float[6]))
                .training("accuracy/count", Tensor.of(Shape.scalar(), new int[] {-3}))
                .history(Map.of("loss", List.of(0.1, Double.NaN, Double.NEGATIVE_INFINITY), "val_loss",
                        List.of(1.0, 2.5, 1e-17)))
                .seed(-42).step(step)
                .technique(new TechniqueRecord(Kind.ACTIVATION, "elu", "1.0.0", "fascicle.activation.elu", "ab".repeat(32)))
                .technique(new TechniqueRecord(Kind.OPTIMIZER, "com.example:x", "0.1.0.q", "", ""))
                .backend("nd4j", Map.of("gemm", "OpenBLAS 0.3.19", "isa", "avx512"))
                .extra("best", Double.POSITIVE_INFINITY).extra("epoch", 3).extra("wait", 1L << 40).extra("stopped", false)
                .extra("order", Arrays.asList(1L, 2.5, "x", null)).extra("nested", Map.of("a", Map.of("b", "c")))
                .build();
    }

    @Test
    void whatIsWrittenIsRead() {
        Path file = folder.resolve("m.fascicle");
        sample().write(file);
        Archive read = Archive.read(file);
        assertSame(sample(), read);
        assertEquals(Double.POSITIVE_INFINITY, read.extra().get("best"));
        assertEquals(3L, read.extra().get("epoch"));
        assertEquals(1L << 40, read.extra().get("wait"));
        assertEquals(false, read.extra().get("stopped"));
        assertEquals(Arrays.asList(1L, 2.5, "x", null), read.extra().get("order"));
        assertEquals(Map.of("a", Map.of("b", "c")), read.extra().get("nested"));
    }

    @Test
    void theValuesOfOptionsAreReadAsTheyWereWritten() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("rate", 1.0);
        values.put("count", 3);
        values.put("limit", Double.POSITIVE_INFINITY);
        values.put("flag", true);
        values.put("initializer", "zeros");
        values.put("absent", null);
        values.put("sizes", List.of(3, 4));
        Path file = folder.resolve("m.fascicle");
        new Archive.Builder("{}").technique(new TechniqueRecord(Kind.LAYER, "com.example:x", "1.0.0", "com.example", "")
                .with("1.0.1", values)).technique(new TechniqueRecord(Kind.LAYER, "y", "1.0.0", "", "")).build().write(file);
        TechniqueRecord read = Archive.read(file).techniques().get(0);
        values.put("count", 3L);
        values.put("sizes", List.of(3L, 4L));
        assertEquals(values, read.defaults());
        assertEquals(List.copyOf(values.keySet()), List.copyOf(read.defaults().keySet()));
        assertEquals("1.0.1", read.bundleVersion());
        assertEquals("com.example", read.namespace());
        assertNull(Archive.read(file).techniques().get(1).defaults());
    }

    @Test
    void theModelFileIsReadAloneAndIsCheckedAllTheSame() throws IOException {
        Path file = folder.resolve("m.fascicle");
        sample().write(file);
        assertEquals(sample().modelJson(), Archive.readWeights(file, Archive::modelJson));
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        bytes[text.indexOf("{ \"fascicle\" : 1") + 15]++;
        Files.write(file, bytes);
        assertTrue(assertThrows(InputException.class, () -> Archive.readWeights(file, Archive::modelJson)).getMessage()
                .contains("at model.json: the archive is damaged"));
    }

    @Test
    void theLeastArchiveIsOneToo() {
        Path file = folder.resolve("m.fascicle");
        new Archive.Builder("{}").build().write(file);
        Archive read = Archive.read(file);
        assertEquals("{}", read.modelJson());
        assertTrue(read.weights().isEmpty() && read.training().isEmpty() && read.history().isEmpty());
        assertEquals(0, read.step());
        assertEquals("", read.backend());
    }

    @Test
    void equalArchivesAreEqualFilesAtAnyTime() throws IOException {
        sample().write(folder.resolve("a"));
        byte[] first = Files.readAllBytes(folder.resolve("a"));
        assertArrayEquals(first, write(Archive.read(folder.resolve("a"))));
        TimeZone zone = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            assertArrayEquals(first, write(sample()));
        } finally {
            TimeZone.setDefault(zone);
        }
        try (ZipFile zip = new ZipFile(folder.resolve("a").toFile())) {
            assertEquals(List.of(1980), zip.stream().map(entry -> entry.getTimeLocal().getYear()).distinct()
                    .collect(Collectors.toList()));
        }
    }

    @Test
    void anArchiveReplacesAnotherAndLeavesNothingBeside() throws IOException {
        Path file = folder.resolve("m.fascicle");
        sample(1).write(file);
        sample(2).write(file);
        assertEquals(2, Archive.read(file).step());
        assertEquals(List.of("m.fascicle"), names());
    }

    @Test
    void aFailedWriteLeavesTheOldArchiveAlone() throws IOException {
        Path file = folder.resolve("m.fascicle");
        sample().write(file);
        Archive impossible = new Archive.Builder("{}").extra("thread", Thread.currentThread()).build();
        assertThrows(IllegalArgumentException.class, () -> impossible.write(file));
        assertThrows(InputException.class, () -> AtomicFile.write(file, out -> {
            out.write(new byte[1000]);
            throw new IOException("No space left on device");
        }));
        assertSame(sample(), Archive.read(file));
        assertEquals(List.of("m.fascicle"), names());
    }

    @Test
    void anInterruptDoesNotBreakAWrite() {
        Path file = folder.resolve("m.fascicle");
        Thread.currentThread().interrupt();
        sample().write(file);
        assertTrue(Thread.interrupted());
        assertSame(sample(), Archive.read(file));
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path file = folder.resolve("m.fascicle");
        sample(1).write(file);
        Path link = Files.createSymbolicLink(folder.resolve("latest"), file);
        sample(2).write(link);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(2, Archive.read(file).step());
    }

    @Test
    void saysWhereItCannotWrite() {
        assertEquals(folder + ": this is a folder and cannot be written as a file. Name a file in it",
                assertThrows(InputException.class, () -> sample().write(folder)).getMessage());
        Path lost = folder.resolve("none").resolve("m.fascicle");
        assertEquals(lost + ": there is no folder " + folder.resolve("none") + ". Create it first",
                assertThrows(InputException.class, () -> sample().write(lost)).getMessage());
    }

    @Test
    void replacesRegularFilesAlone() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("nothing"));
        Path toPipe = Files.createSymbolicLink(folder.resolve("to-pipe"), pipe);
        for (Path special : List.of(Path.of("/dev/null"), pipe, toPipe)) {
            assertEquals(special + ": this is a device or a pipe and no regular file, so that an archive cannot replace it. "
                    + "Name a file", assertThrows(InputException.class, () -> sample().write(special)).getMessage());
        }
        assertEquals(dangling + ": this is a link to a file that is not there: nothing. Remove the link, or create the file that "
                + "it links to", assertThrows(InputException.class, () -> sample().write(dangling)).getMessage());
        assertTrue(Files.isSymbolicLink(dangling) && Files.isSymbolicLink(toPipe) && !Files.isRegularFile(pipe)
                && !Files.isRegularFile(Path.of("/dev/null")));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void digestsAreThoseOfEveryOtherTool() throws IOException {
        Path file = Files.writeString(folder.resolve("abc"), "abc");
        try (InputStream in = Files.newInputStream(file)) {
            assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Digests.sha256(in));
        }
    }

    @Test
    void aTensorHasAsManyElementsAsItsShape() {
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(Shape.of(2, 3), new float[5]));
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(Shape.batch(3), new float[3]));
        assertFalse(Tensor.of(Shape.of(2), new float[2]).equals(Tensor.of(Shape.of(1, 2), new float[2])));
        assertFalse(Tensor.of(Shape.of(2), new float[2]).equals(Tensor.of(Shape.of(2), new int[2])));
    }

    static void assertSame(Archive expected, Archive actual) {
        assertEquals(expected.modelJson(), actual.modelJson());
        assertEquals(expected.weights(), actual.weights());
        assertEquals(expected.training(), actual.training());
        assertEquals(expected.history(), actual.history());
        assertEquals(expected.seed(), actual.seed());
        assertEquals(expected.step(), actual.step());
        assertEquals(expected.techniques(), actual.techniques());
        assertEquals(expected.backend(), actual.backend());
        assertEquals(expected.backendRecord(), actual.backendRecord());
        assertEquals(expected.extra().keySet(), actual.extra().keySet());
    }

    private byte[] write(Archive archive) throws IOException {
        Path file = folder.resolve("again");
        archive.write(file);
        return Files.readAllBytes(file);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }
}
