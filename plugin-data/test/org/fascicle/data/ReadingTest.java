package org.fascicle.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who wants to, knows how far the reading of a file has come. */
class ReadingTest {
    @TempDir
    private Path folder;

    @Test
    void bytesAreCountedAsTheyLieOnTheDisk() throws IOException {
        byte[] text = ("x,y\n" + "1,0\n2,1\n".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        List<Long> plain = read(text);
        assertTrue(plain.size() > 10, plain.toString());
        assertEquals(text.length, plain.get(plain.size() - 1));
        byte[] zipped = IdxBytes.zipped(text);
        List<Long> packed = read(zipped);
        assertEquals(zipped.length, packed.get(packed.size() - 1));
        assertEquals(packed.stream().sorted().toList(), packed);
    }

    private List<Long> read(byte[] bytes) throws IOException {
        Files.write(folder.resolve("data.csv"), bytes);
        List<Long> reported = new ArrayList<>();
        Opened.source(Map.of("header", true)).open(new DataContext() {
            @Override
            public List<Path> folders() {
                return List.of(folder);
            }

            @Override
            public Reading reading() {
                return (file, done, size) -> {
                    assertEquals(folder.resolve("data.csv").toString(), file);
                    assertEquals(bytes.length, size);
                    reported.add(done);
                };
            }
        });
        return reported;
    }
}
