package org.fascicle.data;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

import org.fascicle.api.data.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images with something wrong, by seeds. */
class ImagesMalformedTest {
    private static final List<String> FORMATS = List.of("png", "jpg", "gif", "bmp");
    private static final int KINDS = 5;
    private static final int SIZE = 24;

    @TempDir
    private Path folder;

    static IntStream seeds() {
        return Malformed.seeds();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void isRefusedWithFileAndRemedy(int seed) throws IOException {
        Random random = new Random(seed);
        String format = FORMATS.get(seed / KINDS % FORMATS.size());
        byte[] good = image(format, random);
        byte[] bad;
        switch (seed % KINDS) {
            case 0:
                bad = Arrays.copyOf(good, random.nextInt(20));
                break;
            case 1:
                // Within the pixels.
                bad = Arrays.copyOf(good, good.length / 2 + random.nextInt(good.length / 4));
                break;
            case 2:
                format = "png";
                bad = image(format, random);
                // A width or height of 2^30 or more.
                bad[16 + 4 * random.nextInt(2)] |= 0x40;
                break;
            case 3:
                bad = "<html>no such page</html>".repeat(1 + random.nextInt(50)).getBytes(StandardCharsets.UTF_8);
                break;
            default:
                bad = new byte[random.nextInt(500)];
                random.nextBytes(bad);
                break;
        }
        Malformed.refused(source(), () -> List.of(folder), write(format, bad));
    }

    // Whatever else happens to a file: it is refused in the same way, or it still is an image.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void scratchedFilesAreRefusedOrRead(int seed) throws IOException {
        Random random = new Random(seed);
        String format = FORMATS.get(seed % FORMATS.size());
        byte[] bad = Malformed.scratched(image(format, random), 0, random);
        Malformed.refusedOrRead(source(), () -> List.of(folder), write(format, bad));
    }

    private static DataSource source() {
        return ImageFolderTest.source(Map.of("height", 3, "width", 2));
    }

    private static byte[] image(String format, Random random) throws IOException {
        BufferedImage image = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < SIZE * SIZE; i++) {
            image.setRGB(i % SIZE, i / SIZE, random.nextInt());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, bytes));
        return bytes.toByteArray();
    }

    private Path write(String format, byte[] bytes) throws IOException {
        Path file = folder.resolve("train/a/1." + format);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }
}
